"""What each page says, as plain data gathered from the layers below. Nothing here knows HTML, nothing there computes."""
