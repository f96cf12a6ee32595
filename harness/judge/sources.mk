JUDGE_SOURCES = judge/words.c judge/instance.c judge/condition_parser.c judge/condition.c judge/documents.c judge/judge.c \
	judge/tally.c judge/baseline.c judge/gate.c judge/accept.c judge/results_reader.c judge/results_writer.c judge/commands.c
