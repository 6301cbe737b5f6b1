/* A terminal for a program on Windows, as pipes: what comes in are its keys, what goes out is its screen.
 *
 *   console COLUMNS ROWS PROGRAM [ARGUMENTS...]
 *
 * The standard input is read in messages: a letter, four digits of a length in bytes, and these bytes.
 *   k  keys, as a terminal sends them       s  "COLUMNS ROWS", another size of the window
 *   p  keys of a paste                      x  ends the program without a warning
 *   i  Ctrl+C, as the console tells it
 * Its end takes the console away. The exit code is that of the program, or MODES if the console isn't set any more as
 * it was before.
 *
 * Keys are events of the console, each pressed and released. The next ones come once the program has read these, at
 * the speed of fast typing; those after a paste later than a paste pauses.
 *
 * wine's console doesn't interpret the sequences that place and colour text. So the program's keys come from a
 * console, but its output goes to a pipe whose name makes it a terminal for Rust, as those of MSYS are. Of what a
 * console tells (Ctrl+Break, a closed window, log-off, shutdown), wine 8 knows nothing but Ctrl+C.
 */
#define _WIN32_WINNT 0x0A00
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

enum { FAILED = 120, MODES = 121 };

static const DWORD_PTR PSEUDO_CONSOLE = 0x00020016;
static HRESULT(WINAPI *create)(COORD, HANDLE, HANDLE, DWORD, HANDLE *);
static void(WINAPI *take_away)(HANDLE);
static HANDLE console, typist, process;
static volatile int is_closed;

static void fail(const char *what) {
    fprintf(stderr, "console: %s: error %lu\n", what, GetLastError());
    exit(FAILED);
}

/* Starts a program. Of thousands wine fails to start one now and then, where another thread is at work (error 1359): nothing
   of it ran then, and it is started again. */
static PROCESS_INFORMATION start_program(wchar_t *line, DWORD flags, STARTUPINFOW *info) {
    PROCESS_INFORMATION started;
    for (int tries = 1; !CreateProcessW(NULL, line, NULL, NULL, TRUE, flags, NULL, NULL, info, &started); tries++) {
        if (GetLastError() != ERROR_INTERNAL_ERROR || tries == 5) fail("the program can't be started");
        Sleep(20);
    }
    return started;
}

static HANDLE open_console(const char *name) {
    DWORD both = FILE_SHARE_READ | FILE_SHARE_WRITE;
    return CreateFileA(name, GENERIC_READ | GENERIC_WRITE, both, NULL, OPEN_EXISTING, 0, NULL);
}

/* How the console is set that this process is in, as an exit code. */
static int modes(void) {
    DWORD in = 0, out = 0;
    GetConsoleMode(open_console("CONIN$"), &in);
    GetConsoleMode(open_console("CONOUT$"), &out);
    return (int)(in << 8 | out);
}

/* Tells Ctrl+C to the processes of the console that this one is in. */
static int interrupt(void) {
    SetConsoleCtrlHandler(NULL, TRUE);
    return !GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0);
}

/* Starts a program in the console; its input and output are pipes, if there are some. */
static HANDLE start_in_console(wchar_t *line, HANDLE in, HANDLE out) {
    SIZE_T room = 0;
    InitializeProcThreadAttributeList(NULL, 1, 0, &room);
    STARTUPINFOEXW start = {0};
    start.lpAttributeList = malloc(room);
    start.StartupInfo.cb = sizeof start;
    start.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
    start.StartupInfo.hStdInput = in;
    start.StartupInfo.hStdOutput = start.StartupInfo.hStdError = out;
    if (!InitializeProcThreadAttributeList(start.lpAttributeList, 1, 0, &room)) fail("attributes");
    if (!UpdateProcThreadAttribute(start.lpAttributeList, 0, PSEUDO_CONSOLE, console, sizeof console, NULL, NULL))
        fail("attribute");
    PROCESS_INFORMATION started = start_program(line, EXTENDED_STARTUPINFO_PRESENT, &start.StartupInfo);
    CloseHandle(started.hThread);
    return started.hProcess;
}

static DWORD wait_for(HANDLE ends) {
    DWORD code = FAILED;
    WaitForSingleObject(ends, INFINITE);
    GetExitCodeProcess(ends, &code);
    return code;
}

/* Runs this program in the console, for what only a process in it can do. */
static DWORD helper(const wchar_t *what) {
    wchar_t line[600], path[500];
    GetModuleFileNameW(NULL, path, 500);
    swprintf(line, 600, L"\"%ls\" %ls", path, what);
    HANDLE ends = start_in_console(line, NULL, NULL);
    DWORD code = wait_for(ends);
    CloseHandle(ends);
    return code;
}

/* The end of a line begins the next one, as in a console. */
static DWORD WINAPI show(LPVOID pipe) {
    char bytes[8192], shown[2 * sizeof bytes], before = 0;
    DWORD got, written;
    HANDLE out = GetStdHandle(STD_OUTPUT_HANDLE);
    while (ReadFile((HANDLE)pipe, bytes, sizeof bytes, &got, NULL) && got > 0) {
        DWORD length = 0;
        for (DWORD at = 0; at < got; before = bytes[at++]) {
            if (bytes[at] == '\n' && before != '\r') shown[length++] = '\r';
            shown[length++] = bytes[at];
        }
        if (!WriteFile(out, shown, length, &written, NULL)) break;
    }
    return 0;
}

/* What the console itself would draw has to be read, and nobody looks at it. */
static DWORD WINAPI drop(LPVOID pipe) {
    char bytes[8192];
    DWORD got;
    while (ReadFile((HANDLE)pipe, bytes, sizeof bytes, &got, NULL) && got > 0) continue;
    return 0;
}

static int read_all(char *bytes, DWORD count) {
    HANDLE in = GetStdHandle(STD_INPUT_HANDLE);
    DWORD got, done = 0;
    while (done < count) {
        if (!ReadFile(in, bytes + done, count - done, &got, NULL) || got == 0) return 0;
        done += got;
    }
    return 1;
}

/* Reads a message: its letter, or 0 at the end. */
static char message(char *bytes, DWORD *length) {
    char head[6] = {0};
    if (!read_all(head, 5)) return 0;
    *length = strtoul(head + 1, NULL, 10);
    if (!read_all(bytes, *length)) return 0;
    bytes[*length] = 0;
    return head[0];
}

static DWORD WINAPI obey(LPVOID unused) {
    char bytes[10000], head[6];
    DWORD written, length;
    (void)unused;
    for (char letter; (letter = message(bytes, &length));) {
        if (letter == 'k' || letter == 'p' || letter == 's') {
            snprintf(head, sizeof head, "%c%04lu", letter, length);
            WriteFile(typist, head, 5, &written, NULL);
            WriteFile(typist, bytes, length, &written, NULL);
        } else if (letter == 'i') {
            helper(L"--interrupt");
        } else if (letter == 'x') {
            TerminateProcess(process, 1);
        }
    }
    is_closed = 1;
    take_away(console);
    return 0;
}

enum { SHIFT = 1, ALT = 2, CONTROL = 4, ROOM = 20000 };

/* Events of the console in the order in which they come. */
typedef struct {
    INPUT_RECORD at[ROOM];
    DWORD count, keys;
} Events;

static INPUT_RECORD *next_event(Events *events, WORD type) {
    INPUT_RECORD *event = &events->at[events->count < ROOM - 1 ? events->count++ : ROOM - 1];
    memset(event, 0, sizeof *event);
    event->EventType = type;
    return event;
}

static void key(Events *events, WORD code, wchar_t sign, int held) {
    events->keys++;
    for (int down = 1; down >= 0; down--) {
        KEY_EVENT_RECORD *pressed = &next_event(events, KEY_EVENT)->Event.KeyEvent;
        pressed->bKeyDown = down;
        pressed->wRepeatCount = 1;
        pressed->wVirtualKeyCode = code;
        pressed->wVirtualScanCode = (WORD)MapVirtualKeyW(code, 0);
        pressed->uChar.UnicodeChar = sign;
        pressed->dwControlKeyState = (held & SHIFT ? SHIFT_PRESSED : 0) | (held & ALT ? LEFT_ALT_PRESSED : 0) |
                                     (held & CONTROL ? LEFT_CTRL_PRESSED : 0);
    }
}

/* The key of a character, which no key of this keyboard needs to have. */
static void character(Events *events, wchar_t sign, int held) {
    if (sign == 27) return key(events, VK_ESCAPE, 27, held);
    if (sign == 13) return key(events, VK_RETURN, 13, held);
    if (sign == 9) return key(events, VK_TAB, 9, held);
    if (sign == 127) return key(events, VK_BACK, 8, held);
    wchar_t plain = sign < 32 ? sign + (sign && sign < 27 ? 96 : 64) : sign;
    SHORT found = sign ? VkKeyScanW(plain) : VK_SPACE;
    if (found == -1) return key(events, 0, sign, held);
    if (sign < 32) held |= CONTROL;
    if (held & CONTROL && sign >= 96 && sign < 123) sign -= 96;
    key(events, LOBYTE(found), sign, held | (HIBYTE(found) & SHIFT));
}

/* A press, a move or a release of the mouse: ESC [ < BUTTON ; COLUMN ; ROW M, or m. */
static void mouse(Events *events, const unsigned *numbers, wchar_t last) {
    static DWORD buttons;
    static const DWORD names[] = {FROM_LEFT_1ST_BUTTON_PRESSED, FROM_LEFT_2ND_BUTTON_PRESSED, RIGHTMOST_BUTTON_PRESSED, 0};
    MOUSE_EVENT_RECORD *done = &next_event(events, MOUSE_EVENT)->Event.MouseEvent;
    done->dwMousePosition.X = (SHORT)(numbers[1] - 1);
    done->dwMousePosition.Y = (SHORT)(numbers[2] - 1);
    if (numbers[0] & 64) {
        done->dwEventFlags = MOUSE_WHEELED;
        done->dwButtonState = (DWORD)(numbers[0] & 1 ? -WHEEL_DELTA : WHEEL_DELTA) << 16;
        return;
    }
    DWORD button = names[numbers[0] & 3];
    if (numbers[0] & 32) done->dwEventFlags = MOUSE_MOVED;
    buttons = last == 'm' ? buttons & ~button : buttons | button;
    done->dwButtonState = buttons;
}

/* What ESC [ begins: how many characters it has; none if that is no key. */
static int sequence(Events *events, const wchar_t *text) {
    static const WORD codes[] = {0, 0, VK_INSERT, VK_DELETE, 0, VK_PRIOR, VK_NEXT, 0, 0, 0, 0, VK_F1, VK_F2, VK_F3,
                                 VK_F4, VK_F5, 0, VK_F6, VK_F7, VK_F8, VK_F9, VK_F10, 0, VK_F11, VK_F12};
    unsigned numbers[3] = {0}, at = 0;
    int length = 2, is_mouse = text[2] == '<';
    for (length += is_mouse; (text[length] >= '0' && text[length] <= '9') || text[length] == ';'; length++) {
        if (text[length] == ';') at += at < 2;
        else numbers[at] = numbers[at] * 10 + (unsigned)(text[length] - '0');
    }
    int held = numbers[1] ? (int)numbers[1] - 1 : 0;
    WORD code = 0;
    switch (text[length]) {
        case 'A': code = VK_UP; break;
        case 'B': code = VK_DOWN; break;
        case 'C': code = VK_RIGHT; break;
        case 'D': code = VK_LEFT; break;
        case 'H': code = VK_HOME; break;
        case 'F': code = VK_END; break;
        case 'Z': key(events, VK_TAB, 9, SHIFT); return length + 1;
        case 'u': character(events, (wchar_t)numbers[0], held); return length + 1;
        case '~': code = numbers[0] < sizeof codes / sizeof *codes ? codes[numbers[0]] : 0; break;
        case 'M':
        case 'm':
            if (!is_mouse) return 0;
            mouse(events, numbers, text[length]);
            return length + 1;
    }
    if (code) key(events, code, 0, held);
    return code ? length + 1 : 0;
}

/* The events of a text; what is pasted has only characters. */
static void type_text(const wchar_t *text, int count, int is_pasted, Events *events) {
    events->count = events->keys = 0;
    for (int at = 0; at < count;) {
        int is_begin = !is_pasted && text[at] == 27 && text[at + 1];
        int length = is_begin && text[at + 1] == '[' ? sequence(events, text + at) : 0;
        if (!length) {
            length = 1 + is_begin;
            character(events, text[at + is_begin], is_begin ? ALT : 0);
        }
        at += length;
    }
}

static void wait_until_read(HANDLE in) {
    DWORD left = 0;
    for (int tries = 0; tries < 1000 && GetNumberOfConsoleInputEvents(in, &left) && left; tries++) Sleep(2);
}

/* Another size of the window, which wine sets in the console only: its window is never larger than its buffer. */
static void resize(HANDLE out, const char *text) {
    int columns = 80, rows = 24;
    sscanf(text, "%d %d", &columns, &rows);
    CONSOLE_SCREEN_BUFFER_INFO now = {0};
    GetConsoleScreenBufferInfo(out, &now);
    COORD size = {(SHORT)columns, (SHORT)rows};
    SMALL_RECT all = {0, 0, (SHORT)(columns - 1), (SHORT)(rows - 1)};
    SMALL_RECT both = {0, 0, min(all.Right, now.srWindow.Right), min(all.Bottom, now.srWindow.Bottom)};
    SetConsoleWindowInfo(out, TRUE, &both);
    SetConsoleScreenBufferSize(out, size);
    SetConsoleWindowInfo(out, TRUE, &all);
}

/* Types what comes on the standard input into the console that this process is in. */
static DWORD WINAPI type_all(LPVOID unused) {
    static Events events;
    static char bytes[10000];
    static wchar_t text[10000];
    HANDLE in = open_console("CONIN$"), out = open_console("CONOUT$");
    DWORD length, written, pause = 0;
    (void)unused;
    for (char letter; (letter = message(bytes, &length));) {
        if (letter == 's') {
            resize(out, bytes);
            continue;
        }
        int count = MultiByteToWideChar(CP_UTF8, 0, bytes, (int)length, text, 9999);
        text[count] = 0;
        type_text(text, count, letter == 'p', &events);
        /* What comes right after a paste belongs to it, as its own next piece does. */
        Sleep(letter == 'p' ? 0 : pause);
        for (DWORD done = 0; done < events.count; done += written)
            if (!WriteConsoleInputW(in, events.at + done, min(events.count - done, 500), &written)) return 0;
        wait_until_read(in);
        pause = letter == 'p' ? 150 : events.keys > 1 ? 25 : 3;
    }
    return 0;
}

/* A command line of words; none of the tests' has a quote in it. */
static wchar_t *command_line(int count, wchar_t **words) {
    size_t length = 1;
    for (int i = 0; i < count; i++) length += wcslen(words[i]) + 3;
    wchar_t *line = calloc(length, sizeof *line);
    for (int i = 0; i < count; i++) {
        wcscat(line, i ? L" \"" : L"\"");
        wcscat(line, words[i]);
        wcscat(line, L"\"");
    }
    return line;
}

static BOOL WINAPI ignore(DWORD event) {
    return event < 2;
}

/* Runs a program whose input is the console that this one is in, and its output that of this one. It ends with it. */
static int run(wchar_t *line) {
    SetConsoleCtrlHandler(ignore, TRUE);
    CreateThread(NULL, 0, type_all, NULL, 0, NULL);
    HANDLE job = CreateJobObjectW(NULL, NULL);
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {0};
    limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
    SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof limits);
    STARTUPINFOW start = {0};
    start.cb = sizeof start;
    start.dwFlags = STARTF_USESTDHANDLES;
    start.hStdInput = open_console("CONIN$");
    start.hStdOutput = GetStdHandle(STD_OUTPUT_HANDLE);
    start.hStdError = GetStdHandle(STD_ERROR_HANDLE);
    SetHandleInformation(start.hStdInput, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
    SetHandleInformation(start.hStdOutput, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
    SetHandleInformation(start.hStdError, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
    PROCESS_INFORMATION started = start_program(line, CREATE_SUSPENDED, &start);
    AssignProcessToJobObject(job, started.hProcess);
    ResumeThread(started.hThread);
    return (int)wait_for(started.hProcess);
}

int wmain(int argc, wchar_t **argv) {
    if (argc == 2 && !wcscmp(argv[1], L"--modes")) return modes();
    if (argc == 2 && !wcscmp(argv[1], L"--interrupt")) return interrupt();
    if (argc > 2 && !wcscmp(argv[1], L"--run")) return run(command_line(argc - 2, argv + 2));
    if (argc < 4) fail("console COLUMNS ROWS PROGRAM [ARGUMENTS...]");
    HMODULE kernel = GetModuleHandleA("kernel32");
    create = (void *)GetProcAddress(kernel, "CreatePseudoConsole");
    take_away = (void *)GetProcAddress(kernel, "ClosePseudoConsole");
    if (!create || !take_away) fail("no pseudo consoles here");

    SECURITY_ATTRIBUTES inherited = {sizeof inherited, NULL, TRUE};
    HANDLE keys, keys_in, typed, drawn, drawn_in;
    if (!CreatePipe(&keys, &keys_in, NULL, 0) || !CreatePipe(&drawn, &drawn_in, NULL, 0)) fail("pipes");
    if (!CreatePipe(&typed, &typist, &inherited, 0)) fail("pipes");
    SetHandleInformation(typist, HANDLE_FLAG_INHERIT, 0);
    COORD size = {(SHORT)_wtoi(argv[1]), (SHORT)_wtoi(argv[2])};
    if (create(size, keys, drawn_in, 0, &console) != S_OK) fail("CreatePseudoConsole");
    CloseHandle(keys);
    CloseHandle(drawn_in);
    CreateThread(NULL, 0, drop, drawn, 0, NULL);
    DWORD before = helper(L"--modes");

    wchar_t name[100];
    swprintf(name, 100, L"\\\\.\\pipe\\msys-%08lx%08lx-pty0-to-master", GetCurrentProcessId(), GetTickCount());
    HANDLE screen = CreateNamedPipeW(name, PIPE_ACCESS_INBOUND, PIPE_TYPE_BYTE, 1, 65536, 65536, 0, NULL);
    if (screen == INVALID_HANDLE_VALUE) fail("the pipe");
    HANDLE out = CreateFileW(name, GENERIC_WRITE, 0, &inherited, OPEN_EXISTING, 0, NULL);
    if (out == INVALID_HANDLE_VALUE) fail("the end of the pipe");
    argv[1] = calloc(500, sizeof **argv);
    GetModuleFileNameW(NULL, argv[1], 500);
    argv[2] = L"--run";
    process = start_in_console(command_line(argc - 1, argv + 1), typed, out);
    CloseHandle(out);
    CloseHandle(typed);
    HANDLE shown = CreateThread(NULL, 0, show, screen, 0, NULL);
    CreateThread(NULL, 0, obey, NULL, 0, NULL);
    DWORD code = wait_for(process);
    WaitForSingleObject(shown, 2000);
    if (!is_closed && helper(L"--modes") != before) code = MODES;
    ExitProcess(code);
}
