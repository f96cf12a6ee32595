COMMON_SOURCES = common/memory.c common/text.c common/lines.c common/problems.c common/names.c common/pair.c common/glob.c common/rec.c \
	common/utf8.c common/json_reader.c common/json_writer.c
