"""`packgen watch`: one country's documents, built again as their files are saved, shown in a browser."""
