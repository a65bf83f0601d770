#include "tools/trao/trao_said.h"

static const struct said rows[] = {
    [SAID_NO_VERB] = {"CLI-01", "Chưa có lệnh. Gõ 'trao --help' để xem các lệnh.",
                      "No verb was given. 'trao --help' lists them."                                                                                          },
    [SAID_UNKNOWN_VERB] = {"CLI-02", "Không có lệnh '{0}'. Gõ 'trao --help' để xem các lệnh.",
                      "There is no verb '{0}'. 'trao --help' lists them."                                                                                     },
    [SAID_UNKNOWN_OPTION] = {"CLI-03", "Không có tùy chọn '{0}' ở lệnh này.",
                      "This verb has no option '{0}'."                                                                                                        },
    [SAID_NO_VALUE] = {"CLI-04", "Tùy chọn '{0}' cần một giá trị đứng sau.",
                      "Option '{0}' needs a value behind it."                                                                                                 },
    [SAID_EXTRA_WORD] = {"CLI-05", "Thừa '{0}': lệnh này không nhận thêm gì nữa.",
                      "'{0}' is one word too many for this verb."                                                                                             },
    [SAID_MISSING] = {"CLI-06", "Còn thiếu {0}.",                                                                       "{0} is missing."                  },
    [SAID_BAD_LANGUAGE] = {"CLI-07", "Ngôn ngữ '{0}' không có; chỉ có vi và en.",
                      "There is no language '{0}'; there are vi and en."                                                                                      },
    [SAID_BAD_INSTANT] = {"CLI-08", "'{0}' không phải thời điểm; viết như 2023-03-21T15:10.",
                      "'{0}' is no instant; write it as 2023-03-21T15:10."                                                                                    },
    [SAID_BAD_DURATION] = {"CLI-09", "'{0}' không phải thời hạn; viết như 10wd, 3hd, 4wh hoặc 3d.",
                      "'{0}' is no duration; write it as 10wd, 3hd, 4wh or 3d."                                                                               },
    [SAID_OUTSIDE] = {"CLI-10", "'{0}' nằm ngoài các năm mà lịch làm việc có.",
                      "'{0}' lies outside the years of the working calendar."                                                                                 },
    [SAID_BEYOND] = {"CLI-11", "Chú ý: {0} rơi vào năm chưa có lịch nghỉ; ngày hẹn còn có thể đổi.",
                      "Note: {0} falls into a year whose holidays are not loaded; it may move."                                                               },
    [SAID_NO_FILE] = {"CLI-12", "Không đọc được '{0}': {1}.",                                                      "'{0}' cannot be read: {1}."       },
    [SAID_NO_CALENDAR] = {"CLI-13", "Không tìm thấy lịch làm việc; hãy chỉ tệp bằng --calendar.",
                      "No working calendar was found; name a file with --calendar."                                                                           },
    [SAID_BAD_LINE] = {"CLI-14", "Không hiểu dòng '{0}'.",                                                              "The line '{0}' is not understood."},
    [SAID_CASE_FIELDS] = {"CLI-15", "Mỗi dòng phải có dạng {0}.",                                                      "Each line must look like {0}."    },
};

_Static_assert(sizeof rows / sizeof rows[0] == TRAO_SAIDS, "every sentence has its row");

const struct said *trao_said(enum trao_said which)
{
    return &rows[which];
}
