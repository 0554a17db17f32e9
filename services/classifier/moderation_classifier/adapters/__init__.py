"""What the classifier's domain needs from outside: files now, databases and logs beside them."""
