use super::Table;
use crate::replies::symbol::Symbol::*;

pub(super) const PHRASES: Table = &[
    (
        Yes,
        "vâng|vâng ạ|dạ|dạ vâng|dạ được|dạ có|có|có ạ|được|được ạ|đồng ý|tôi đồng ý|em đồng ý|xác nhận|tôi xác nhận|em xác nhận|không sao|không sao đâu|không vấn đề|không vấn đề gì|không thành vấn đề|chắc chắn|tất nhiên|sẵn sàng|ừ|ừm|uh",
    ),
    (Okay, "oke|ok ạ|ok em|ok anh|ok chị|dạ ok|tốt"),
    (NoOrAsk, "không|ko|k|hông|khg"),
    (
        No,
        "không ạ|dạ không|không đồng ý|tôi không đồng ý|từ chối|tôi từ chối|em từ chối|không muốn|tôi không muốn|em không muốn|không nhận|tôi không nhận|em không nhận|xin lỗi|xin lỗi không|hôm nay không|để lần sau|lần sau nhé|lần sau|chưa",
    ),
    (
        Able,
        "tôi có thể|em có thể|tôi làm được|em làm được|làm được|tôi nhận|em nhận|tôi sẽ nhận|em sẽ nhận|nhận|nhận ca|tôi nhận ca này|em nhận ca này|tôi rảnh|em rảnh|rảnh|tôi đi được|em đi được|đi được|có thể|có thể làm|tôi sẽ đi|em sẽ đi|tôi muốn làm|em muốn làm",
    ),
    (
        Unable,
        "không thể|tôi không thể|em không thể|không được|ko được|k được|không làm được|tôi không làm được|em không làm được|ko làm được|k làm được|không đi được|tôi không đi được|em không đi được|ko đi được|k đi được|không rảnh|tôi không rảnh|em không rảnh|ko rảnh|k rảnh|tôi bận|em bận|bận|bận rồi|tôi bị bệnh|em bị bệnh|bị bệnh|bị ốm|tôi ốm|em ốm|ốm|đang làm|tôi đang làm|em đang làm|có hẹn|tôi có hẹn|em có hẹn|không có xe|xa quá|không thể làm|không nhận được|đi nghỉ",
    ),
    (Not, "chẳng|không phải|không còn"),
    (
        Ask,
        "mấy giờ|ngày nào|khi nào|bao giờ|ở đâu|đâu|ai|bao nhiêu|bao lâu|thế nào|tại sao|sao vậy|cho tôi hỏi|cho em hỏi|có phải|gì|lương bao nhiêu",
    ),
    (
        AskMark,
        "có được không|phải không|được không|có không|đúng không|chưa ạ|hả",
    ),
    (Beside, "đến|cho đến|chỉ đến|cho tới|sau|sau khi|trước|từ|kể từ"),
    (At, "lúc"),
    (Meridiem, "giờ|giờ sáng|giờ chiều|giờ tối|g|giờ trưa"),
    (Minutes, "phút"),
    (Hours, "tiếng"),
    (
        Clock,
        "trưa|nửa đêm|buổi sáng|buổi chiều|buổi tối|chỉ buổi sáng|chỉ buổi chiều",
    ),
    (All, "tất cả|cả hai|cả ba|hết|nào cũng được"),
    (NoneOf, "không cái nào|không ca nào|không có cái nào"),
    (Except, "trừ|ngoại trừ|nhưng không|trừ ngày"),
    (Item(1), "thứ nhất|đầu tiên|cái đầu|ca đầu|số một|một"),
    (Item(2), "cái thứ hai|ca thứ hai|số hai|hai"),
    (Item(3), "cái thứ ba|ca thứ ba|số ba"),
    (Day(0), "thứ hai|thứ 2"),
    (Day(1), "thứ ba|thứ 3"),
    (Day(2), "thứ tư|thứ 4"),
    (Day(3), "thứ năm|thứ 5"),
    (Day(4), "thứ sáu|thứ 6"),
    (Day(5), "thứ bảy|thứ 7"),
    (Day(6), "chủ nhật"),
    (
        SomeDay,
        "hôm nay|ngày mai|mai|tối nay|sáng mai|tuần sau|tuần này|chiều nay",
    ),
    (Cancel, "hủy|hủy bỏ|muốn hủy"),
    (Shift, "ca|ca này|ca đó|buổi|ca làm"),
    (
        MyShift,
        "ca của tôi|ca của em|ca làm của tôi|ca làm của em|lịch của tôi|lịch của em",
    ),
    (
        CallOff,
        "cần người thay|tôi cần người thay|em cần người thay|tìm người thay|xin nghỉ|em xin nghỉ|tôi xin nghỉ",
    ),
    (
        Late,
        "tôi đến trễ|em đến trễ|đến trễ|tôi đến muộn|em đến muộn|đến muộn|tôi bị trễ|em bị trễ|bị trễ|trễ|kẹt xe|bị kẹt xe",
    ),
    (
        OnTheWay,
        "đang trên đường|tôi đang trên đường|em đang trên đường|đang tới|sắp tới|sắp đến|đang đến",
    ),
    (
        Arrived,
        "tôi đến rồi|em đến rồi|đến rồi|tới rồi|tôi tới rồi|em tới rồi|tôi đã đến|em đã đến|đã chấm công|đã đến nơi",
    ),
    (
        CallMe,
        "gọi cho tôi|gọi cho em|gọi tôi|gọi em|xin gọi lại|vui lòng gọi|gọi lại cho tôi|gọi lại cho em",
    ),
    (
        Tentative,
        "có lẽ|có thể là|chắc là|để tôi xem|để em xem|để tôi kiểm tra|để em kiểm tra|tôi không biết|em không biết|không biết|không chắc|tôi không chắc|em không chắc|tùy|để tôi hỏi|để em hỏi|sẽ báo lại|tôi sẽ báo lại|em sẽ báo lại|để suy nghĩ",
    ),
    (If, "nếu|trừ khi|miễn là"),
    (
        WrongPerson,
        "nhầm số|sai số|nhầm người|không phải tôi|ai vậy|ai đây|tôi không làm ở đó nữa",
    ),
    (
        StopText,
        "đừng nhắn tin|đừng nhắn tin nữa|đừng nhắn tin cho tôi|đừng nhắn tin cho tôi nữa|đừng nhắn cho tôi|đừng nhắn cho tôi nữa|đừng gửi tin nhắn|đừng gửi tin nhắn nữa|ngừng nhắn tin|đừng gọi cho tôi|đừng gọi nữa|xóa số của tôi|xóa số tôi|đừng làm phiền|đừng liên lạc",
    ),
    (
        AllGood,
        "tất cả đều tốt|mọi thứ ổn|ổn cả|không thay đổi|không có gì thay đổi|đúng hết",
    ),
    (
        Thanks,
        "cảm ơn|cảm ơn nhiều|cảm ơn chị|cảm ơn anh|cảm ơn em|xin cảm ơn|không có gì",
    ),
    (Greeting, "chào|xin chào|chào chị|chào anh|chào em|chào buổi sáng"),
    (
        Filler,
        "tôi|em|anh|chị|ạ|nhé|nha|thì|là|cho|vào|ngày|này|đó|của|làm|đi|sẽ|đang|vui lòng|làm ơn|số|rồi|chú|bác|nhưng mà thôi",
    ),
    (And, "và"),
    (But, "nhưng|nhưng mà"),
];
