"""What people open: the page, the printed sheets, the workbooks. Tables in, bytes or text out."""
