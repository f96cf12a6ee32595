"""Reports of listencheck: pure functions of results.jsonl to pages and files."""
