/* A terminal for a program on Windows, as pipes: what comes in are its keys, what goes out is its screen.
 *
 *   console COLUMNS ROWS PROGRAM [ARGUMENTS...]
 *
 * The standard input is read in messages: a letter, four digits of a length in bytes, and these bytes.
 *   k  keys, as a terminal sends them      s  "COLUMNS ROWS", another size of the window
 *   i  Ctrl+C, as the console tells it      x  ends the program without a warning
 * Its end takes the console away. The exit code is that of the program, or MODES if the console isn't set any more as
 * it was before.
 *
 * wine's console doesn't interpret the sequences that place and colour text. So the program's keys come from a
 * console, and its output goes to a pipe whose name makes it a terminal for Rust, as those of MSYS are. Of what a
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
static HRESULT(WINAPI *resize)(HANDLE, COORD);
static void(WINAPI *take_away)(HANDLE);
static HANDLE console, keys, process;
static volatile int is_closed;

static void fail(const char *what) {
    fprintf(stderr, "console: %s: error %lu\n", what, GetLastError());
    exit(FAILED);
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

/* Starts a program in the console; its output goes to the pipe, if there is one. */
static HANDLE start_in_console(wchar_t *line, HANDLE out) {
    SIZE_T room = 0;
    InitializeProcThreadAttributeList(NULL, 1, 0, &room);
    STARTUPINFOEXW start = {0};
    start.lpAttributeList = malloc(room);
    start.StartupInfo.cb = sizeof start;
    start.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
    start.StartupInfo.hStdOutput = start.StartupInfo.hStdError = out;
    if (!InitializeProcThreadAttributeList(start.lpAttributeList, 1, 0, &room)) fail("attributes");
    if (!UpdateProcThreadAttribute(start.lpAttributeList, 0, PSEUDO_CONSOLE, console, sizeof console, NULL, NULL))
        fail("attribute");
    PROCESS_INFORMATION started;
    if (!CreateProcessW(NULL, line, NULL, NULL, TRUE, EXTENDED_STARTUPINFO_PRESENT, NULL, NULL, &start.StartupInfo,
                        &started))
        fail("the program can't be started");
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
    HANDLE ends = start_in_console(line, NULL);
    DWORD code = wait_for(ends);
    CloseHandle(ends);
    return code;
}

static DWORD WINAPI show(LPVOID pipe) {
    char bytes[8192];
    DWORD got, written;
    HANDLE out = GetStdHandle(STD_OUTPUT_HANDLE);
    while (ReadFile((HANDLE)pipe, bytes, sizeof bytes, &got, NULL) && got > 0)
        if (!WriteFile(out, bytes, got, &written, NULL)) break;
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

static DWORD WINAPI press(LPVOID unused) {
    char head[6] = {0}, bytes[10000];
    DWORD written;
    (void)unused;
    while (read_all(head, 5)) {
        DWORD length = strtoul(head + 1, NULL, 10);
        if (!read_all(bytes, length)) break;
        bytes[length] = 0;
        if (head[0] == 'k') {
            WriteFile(keys, bytes, length, &written, NULL);
        } else if (head[0] == 's') {
            int columns = 80, rows = 24;
            sscanf(bytes, "%d %d", &columns, &rows);
            COORD size = {(SHORT)columns, (SHORT)rows};
            resize(console, size);
        } else if (head[0] == 'i') {
            helper(L"--interrupt");
        } else if (head[0] == 'x') {
            TerminateProcess(process, 1);
        }
    }
    is_closed = 1;
    take_away(console);
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
    PROCESS_INFORMATION started;
    if (!CreateProcessW(NULL, line, NULL, NULL, TRUE, CREATE_SUSPENDED, NULL, NULL, &start, &started))
        fail("the program can't be started");
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
    resize = (void *)GetProcAddress(kernel, "ResizePseudoConsole");
    take_away = (void *)GetProcAddress(kernel, "ClosePseudoConsole");
    if (!create || !resize || !take_away) fail("no pseudo consoles here");

    HANDLE keys_out, drawn, drawn_in;
    if (!CreatePipe(&keys_out, &keys, NULL, 0) || !CreatePipe(&drawn, &drawn_in, NULL, 0)) fail("pipes");
    COORD size = {(SHORT)_wtoi(argv[1]), (SHORT)_wtoi(argv[2])};
    if (create(size, keys_out, drawn_in, 0, &console) != S_OK) fail("CreatePseudoConsole");
    CloseHandle(keys_out);
    CloseHandle(drawn_in);
    CreateThread(NULL, 0, drop, drawn, 0, NULL);
    DWORD before = helper(L"--modes");

    wchar_t name[100];
    swprintf(name, 100, L"\\\\.\\pipe\\msys-%08lx%08lx-pty0-to-master", GetCurrentProcessId(), GetTickCount());
    HANDLE screen = CreateNamedPipeW(name, PIPE_ACCESS_INBOUND, PIPE_TYPE_BYTE, 1, 65536, 65536, 0, NULL);
    if (screen == INVALID_HANDLE_VALUE) fail("the pipe");
    SECURITY_ATTRIBUTES inherited = {sizeof inherited, NULL, TRUE};
    HANDLE out = CreateFileW(name, GENERIC_WRITE, 0, &inherited, OPEN_EXISTING, 0, NULL);
    if (out == INVALID_HANDLE_VALUE) fail("the end of the pipe");
    argv[1] = calloc(500, sizeof **argv);
    GetModuleFileNameW(NULL, argv[1], 500);
    argv[2] = L"--run";
    process = start_in_console(command_line(argc - 1, argv + 1), out);
    CloseHandle(out);
    HANDLE shown = CreateThread(NULL, 0, show, screen, 0, NULL);
    CreateThread(NULL, 0, press, NULL, 0, NULL);
    DWORD code = wait_for(process);
    WaitForSingleObject(shown, 2000);
    if (!is_closed && helper(L"--modes") != before) code = MODES;
    ExitProcess(code);
}
