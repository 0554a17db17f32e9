"""Who is named, and whether blame or a wish of harm is of them: staff, namesakes, anybody else."""
