"""Lessons: one file of `data/training` for each workflow; lesson, demonstration, test and page of the manual in one."""
