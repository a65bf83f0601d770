#include "tools/study/study_said.h"

#include "base/check.h"

/* clang-format off */
static const struct said rows[STUDY_SAIDS] = {
    [STUDY_NO_FOLDER] =
    {"STUDY-01",
     "Không tạo được thư mục '{0}': {1}.",
     "The folder '{0}' cannot be made: {1}."},
    [STUDY_LONG_PATH] =
    {"STUDY-02",
     "Tên thư mục '{0}' quá dài.",
     "The name of the folder '{0}' is too long."},
    [STUDY_NO_FACTS] =
    {"STUDY-03",
     "Trong các tệp không có hồ sơ nào để xem xét.",
     "There is no dossier in these files to be studied."},
    [STUDY_TOO_MUCH] =
    {"STUDY-04",
     "Không đủ bộ nhớ cho các tệp này.",
     "There is not enough memory for these files."},
    [STUDY_NO_RUNS] =
    {"STUDY-05",
     "Không có kế hoạch chuyến (--plan), và các việc đã ghi cũng không đủ để suy ra chuyến nào.",
     "There is no plan of runs (--plan), and the acts are too few to learn any from."},
    [STUDY_LEARNT] =
    {"STUDY-06",
     "Không có kế hoạch: đã suy ra {1} chuyến từ các việc đã ghi; xem '{0}'.",
     "No plan was given: {1} runs were learnt from the acts; see '{0}'."},
    [STUDY_LEFT_OUT] =
    {"STUDY-07",
     "{0} dòng có lỗi đã bị bỏ qua; các lỗi được nêu ở trên.",
     "{0} lines with faults were left out; each is named above."},
    [STUDY_AT_WORK] =
    {"STUDY-08",
     "đã xét {2} %: {0} trên {1} hồ sơ",
     "studied {2} %: {0} of {1} dossiers"},
    [STUDY_SUMMARY] =
    {"STUDY-09",
     "Đã xét {0} hồ sơ, {1} việc, tính đến {2}. Kết quả: '{3}'.",
     "Studied {0} dossiers and {1} acts, up to {2}. The answers are in '{3}'."},
    [STUDY_HELD_UP] =
    {"STUDY-10",
     "{0} hồ sơ đã có lúc sẽ trễ hẹn vì khâu luân chuyển.",
     "{0} dossiers were held up by a transfer at some time."},
    [STUDY_UNSEEN] =
    {"STUDY-11",
     "{0} trên {1} hồ sơ không có lần quét nào: phút của chúng là chưa rõ.",
     "{0} of {1} dossiers have no scan of their own: their minutes are unknown."},
    [STUDY_BAD_ASK] =
    {"STUDY-12",
     "'{0}' không cho biết hỏi lúc nào; viết random:1 hoặc 2023-03-21T15:10.",
     "'{0}' does not say when to ask; write random:1 or 2023-03-21T15:10."},
    [STUDY_ASKING] =
    {"STUDY-13",
     "đã dự báo {2} %: {0} trên {1} hồ sơ",
     "forecast {2} %: {0} of {1} dossiers"},
    [STUDY_NO_MONTHS] =
    {"STUDY-14",
     "Chưa đủ hai tháng có kết quả để so dự báo với thực tế.",
     "There are not two months with results to hold the forecast against."},
    [STUDY_NO_RESULTS] =
    {"STUDY-15",
     "Trong kỳ này chưa có hồ sơ nào có kết quả về Trung tâm để chạy lại.",
     "In this period no dossier has its result back, so there is nothing to replay."},
    [STUDY_SEARCHING] =
    {"STUDY-16",
     "đang tìm lịch chuyến: {2} %",
     "searching for run times: {2} %"},
    [STUDY_BAD_MOST] =
    {"STUDY-17",
     "'{0}' không phải là số chuyến mỗi ngày (--most).",
     "'{0}' is no number of runs a day (--most)."},
    [STUDY_GREEDY] =
    {"STUDY-18",
     "Đã thử {0} lịch chuyến ({1} lượt chạy lại hồ sơ), mỗi lần một thay đổi có lợi nhất; đổi hai "
     "chuyến cùng lúc có thể còn tốt hơn.",
     "{0} timetables were tried ({1} replays of a dossier), each time taking the one change that "
     "saves most; two changes at once may do better."},
    [STUDY_KEPT] =
    {"STUDY-19",
     "Kế hoạch sau thay đổi cuối cùng: '{0}'.",
     "The plan after the last change is '{0}'."},
    [STUDY_BAD_EDIT] =
    {"STUDY-20",
     "Không hiểu '{0}'; viết như R1/1:+30 (--shift), R1/1:+105 (--copy), R1/1/NNM (--skip) hoặc "
     "R1:12 (--on-demand).",
     "'{0}' is not understood; write as R1/1:+30 (--shift), R1/1:+105 (--copy), R1/1/NNM (--skip) "
     "or R1:12 (--on-demand)."},
    [STUDY_NO_EDIT] =
    {"STUDY-21",
     "Kế hoạch không có chuyến của '{0}', hoặc chuyến ấy không thể chạy như vậy.",
     "The plan has no run for '{0}', or it cannot go like that."},
    [STUDY_UNMAPPED] =
    {"STUDY-22",
     "{0} sự kiện không có trong bảng ánh xạ nên bị bỏ qua; {1} sự kiện được dùng.",
     "{0} events have no rule in the mapping and were left out; {1} were taken."},
    [STUDY_NO_COLUMN] =
    {"STUDY-23",
     "'{0}' không có cột '{1}' mà bảng ánh xạ nói là mã hồ sơ.",
     "'{0}' has no column '{1}', which the mapping says is the case."},
    [STUDY_XES_TYPED] =
    {"STUDY-24",
     "'{0}' khai báo DOCTYPE ở dòng {1}; nhật ký XES không cần, nên tệp bị từ chối.",
     "'{0}' declares a DOCTYPE in line {1}; an XES log needs none, so it is refused."},
    [STUDY_XES_DEEP] =
    {"STUDY-25",
     "'{0}' lồng quá sâu ở dòng {1}.",
     "'{0}' is nested too deep in line {1}."},
    [STUDY_XES_OTHER] =
    {"STUDY-26",
     "'{0}' không phải nhật ký XES: không có phần tử log ({1} dòng).",
     "'{0}' is no XES log: it has no element log ({1} lines)."},
    [STUDY_XES_BROKEN] =
    {"STUDY-27",
     "'{0}' không phải XML đúng: hỏng ở dòng {1}.",
     "'{0}' is no well-formed XML: it breaks in line {1}."},
    [STUDY_CODES] =
    {"STUDY-28",
     "Mã của nhật ký không phải mã hồ sơ nên được đánh số lại; xem '{0}'.",
     "The log's cases are no dossier codes and were numbered; see '{0}'."},
    [STUDY_IMPOSSIBLE] =
    {"STUDY-29",
     "{0} hồ sơ có ngày hẹn trả trước ngày tiếp nhận: hẹn của chúng là chưa rõ.",
     "{0} dossiers are promised for before they were received: what was promised is unknown."},
    [STUDY_FUTURE] =
    {"STUDY-30",
     "{0} việc ghi sau thời điểm xét nên chưa được biết đến.",
     "{0} acts lie behind the study's present and are not known."},
};
/* clang-format on */

const struct said *study_said(enum study_said which)
{
    assert(which < STUDY_SAIDS);
    return &rows[which];
}
