using System.Text;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Stages;

namespace Windrow.Exec.Tests;

/// <summary><c>exec</c> with a program for every message: real programs of the system.</summary>
public sealed class ProgramActionTests : IDisposable
{
    private readonly ExecFlow _flow = new();

    public void Dispose() => _flow.Dispose();

    private static Message Bytes(int number, string text) =>
        new(MessageKind.Event, Metadata.From(("number", (long)number), ("name", "a b; $(touch x) '\"*")), BytesPayload.Copy(Encoding.UTF8.GetBytes(text)), new Origin("test", "memory", number));

    private static string Text(Message message) => Encoding.UTF8.GetString(((BytesPayload)message.Payload).Span);

    [Fact]
    public async Task Payload_goes_in_and_comes_out_by_files_and_arguments_are_passed_as_they_are()
    {
        _flow.Write("twice", "#!/bin/sh\n[ \"$3\" = \"a b; \\$(touch x) '\\\"*\" ] || exit 64\ncat \"$1\" \"$1\" > \"$2\"\n");
        await _flow.Run("{command: [./twice, \"{input}\", \"{output}.txt\", \"{name}\"], output: payload}", [Bytes(1, "north"), Bytes(2, "south")]);
        _flow.Letters.List().ShouldBeEmpty();
        _flow.Came.Select(Text).ShouldBe(["northnorth", "southsouth"]);
        _flow.Came.Select(TestFlow.Number).ShouldBe([1, 2]);
        Directory.GetFileSystemEntries(_flow.Scratch).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_named_output_is_a_message_and_a_missing_one_leaves_none()
    {
        _flow.Write("two", "#!/bin/sh\necho one > \"$1\"\n[ \"$3\" = 1 ] && echo two > \"$2\"\nexit 0\n");
        await _flow.Run("{command: [./two, \"--x={output}.a\", \"{output}.b\", \"{number}\"], output: payload}".Replace("--x=", "", StringComparison.Ordinal), [Bytes(1, ""), Bytes(2, "")]);
        _flow.Came.Select(Text).ShouldBe(["one\n", "two\n"]);
        _flow.Failure.Reason.ShouldContain("did not write {output}.b");
        _flow.Failure.Class.ShouldBe(ErrorClass.Permanent);
    }

    [Fact]
    public async Task Lines_become_messages_with_the_metadata_of_the_message_below()
    {
        await _flow.Run("{command: [printf, '{{\"station\": 7}}\\n\\n{{\"station\": 8, \"number\": 5}}\\n'], output: lines}", [Bytes(1, "")]);
        _flow.Came.Select(static message => message.Metadata.ToString()).ShouldBe(
        [
            """{"name":"a b; $(touch x) '\"*","number":1,"station":7}""", """{"name":"a b; $(touch x) '\"*","number":5,"station":8}""",
        ]);
    }

    [Fact]
    public async Task Line_that_is_no_object_is_told_with_its_number_and_nothing_is_emitted()
    {
        await _flow.Run("{command: [printf, '{{\"a\": 1}}\\noops\\n'], output: lines}", [Bytes(1, "")]);
        _flow.Came.ShouldBeEmpty();
        _flow.Failure.Reason.ShouldContain("line 2 of the program's standard output is not a JSON object");
    }

    [Fact]
    public async Task Message_passes_on_as_it_is_where_nothing_is_made()
    {
        await _flow.Run("{command: [\"true\"]}", [Bytes(1, "as it is")]);
        Text(_flow.Came.ShouldHaveSingleItem()).ShouldBe("as it is");
    }

    [Theory]
    [InlineData("exit 65", ErrorClass.Permanent, 1, "ended with status 65; it wrote last: no sea here")]
    [InlineData("exit 75", ErrorClass.Transient, 3, "ended with status 75")]
    [InlineData("exit 1", ErrorClass.Transient, 3, "ended with status 1")]
    [InlineData("exit 70", ErrorClass.Fault, 3, "ended with status 70")]
    [InlineData("exit 12", ErrorClass.Permanent, 1, "ended with status 12")]
    [InlineData("kill -SEGV $$", ErrorClass.Fault, 3, "ended with signal 11 (SEGV)")]
    public async Task Status_is_a_class_of_error_and_the_last_lines_are_told(string end, ErrorClass expected, int tries, string reason)
    {
        _flow.Write("fails", $"#!/bin/sh\necho tried >> {_flow.Folder}/tries\necho no sea here >&2\n{end}\n");
        await _flow.Run("{command: [./fails], exit-codes: {10-19: permanent}}", [Bytes(1, "")], retries: 2);
        _flow.Failure.Reason.ShouldContain(reason);
        _flow.Failure.Class.ShouldBe(expected);
        (await File.ReadAllLinesAsync(Path.Combine(_flow.Folder, "tries"), TestContext.Current.CancellationToken)).Length.ShouldBe(tries);
    }

    [Fact]
    public async Task Status_may_mean_that_nobody_wants_the_message()
    {
        var host = await _flow.Run("{command: [sh, -c, exit 3], exit-codes: {3: drop}}", [Bytes(1, "")]);
        _flow.Came.ShouldBeEmpty();
        _flow.Letters.List().ShouldBeEmpty();
        host.Counts().Dropped.ShouldBe(1);
    }

    [Fact]
    public async Task Time_out_kills_the_program_and_all_that_it_has_started()
    {
        _flow.Write("hangs", $"#!/bin/sh\nsleep 1000 &\necho $! > {_flow.Folder}/child\necho waiting >&2\nsleep 1000\n");
        await _flow.Run("{command: [./hangs], timeout: 300ms}", [Bytes(1, "")], retries: 0);
        _flow.Failure.Reason.ShouldContain("did not end within 0.3 s and was killed; it wrote last: waiting");
        _flow.Failure.Class.ShouldBe(ErrorClass.Transient);
        IsAlive((await File.ReadAllTextAsync(Path.Combine(_flow.Folder, "child"), TestContext.Current.CancellationToken)).Trim()).ShouldBeFalse();
        Directory.GetFileSystemEntries(_flow.Scratch).ShouldBeEmpty();
    }

    [Fact]
    public async Task Program_that_ends_leaves_no_process_behind()
    {
        _flow.Write("forks", $"#!/bin/sh\nsleep 1000 &\necho $! > {_flow.Folder}/child\n");
        await _flow.Run("{command: [./forks]}", [Bytes(1, "")]);
        _flow.Came.Count.ShouldBe(1);
        IsAlive((await File.ReadAllTextAsync(Path.Combine(_flow.Folder, "child"), TestContext.Current.CancellationToken)).Trim()).ShouldBeFalse();
    }

    [Fact]
    public async Task Too_much_memory_is_told_as_that()
    {
        await _flow.Run("{command: [/usr/bin/python3, -c, \"b = bytearray(300 << 20); import time; time.sleep(60)\"], memory: 100MiB}", [Bytes(1, "")], retries: 0);
        _flow.Failure.Reason.ShouldContain("ran out of memory");
        _flow.Failure.Reason.ShouldContain("where 'memory' allows 100 MiB");
        _flow.Failure.Class.ShouldBe(ErrorClass.Fault);
    }

    [Fact]
    public async Task Flood_is_stopped()
    {
        await _flow.Run("{command: [\"yes\"], output: lines, maximum-output: 1MiB}", [Bytes(1, "")]);
        _flow.Failure.Reason.ShouldContain("wrote more than 1 MiB to standard output and was killed");
    }

    [Fact]
    public async Task Missing_program_is_told_with_its_name()
    {
        await _flow.Run("{command: [no-such-program-here]}", [Bytes(1, "")], retries: 1);
        _flow.Failure.Reason.ShouldContain("there is no program 'no-such-program-here' on the search path");
    }

    [Fact]
    public async Task Message_without_payload_or_value_is_a_dead_letter_with_the_reason()
    {
        await _flow.Run("{command: [cat, \"{input}\"]}", [TestFlow.Message(1)]);
        _flow.Failure.Reason.ShouldContain("no payload that {input} could be");
        _flow.Letters.List().Count.ShouldBe(1);
        await _flow.Run("{command: [echo, \"{station}\"]}", [TestFlow.Message(2)]);
        _flow.Letters.List()[1].Failure.Reason.ShouldContain("there is no 'station' in the metadata");
    }

    [Fact]
    public async Task As_many_run_at_the_same_time_as_the_stage_has_workers()
    {
        // Each ends only when both have begun.
        _flow.Write("meets", $"#!/bin/sh\ntouch {_flow.Folder}/at-$1\nuntil [ -e {_flow.Folder}/at-1 ] && [ -e {_flow.Folder}/at-2 ]; do sleep 0.01; done\n");
        await _flow.Run("{command: [./meets, \"{number}\"], timeout: 20s}", [Bytes(1, ""), Bytes(2, "")], new StageOptions { Workers = 2, Ordered = false }, retries: 0);
        _flow.Letters.List().ShouldBeEmpty();
        _flow.Came.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Forced_stop_kills_the_program_and_leaves_the_message_unfinished()
    {
        _flow.Write("hangs", $"#!/bin/sh\nsleep 1000 &\necho $! > {_flow.Folder}/child.new\nmv {_flow.Folder}/child.new {_flow.Folder}/child\nsleep 1000\n");
        var source = new ListSource([Bytes(1, "")]);
        using var host = new Core.Flows.FlowHost(_flow.Flow("{command: [./hangs]}", source), _flow.Services, once: true);
        host.Start();
        var child = Path.Combine(_flow.Folder, "child");
        while (!File.Exists(child))
            await Task.Delay(10, TestContext.Current.CancellationToken);
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        (await host.DrainAsync(stop.Token)).ShouldBeFalse();
        IsAlive((await File.ReadAllTextAsync(child, TestContext.Current.CancellationToken)).Trim()).ShouldBeFalse();
        _flow.Letters.List().ShouldBeEmpty();
        source.Deliveries.ShouldBeEmpty();
    }

    [Fact]
    public async Task Environment_directory_and_scratch_are_the_programs_own()
    {
        _flow.Write("tells", "#!/bin/sh\nprintf '{\"pwd\": \"%s\", \"omp\": \"%s\", \"in\": \"%s\", \"id\": \"%s\"}' \"$PWD\" \"$OMP_NUM_THREADS\" \"${TMPDIR#$WINDROW_SCRATCH}\" \"$WINDROW_ID\"\n");
        Directory.CreateDirectory(Path.Combine(_flow.Folder, "work"));
        await _flow.Run("{command: [./tells], output: lines, directory: work, environment: {OMP_NUM_THREADS: 1}}", [TestFlow.Message(1)]);
        var metadata = _flow.Came.ShouldHaveSingleItem().Metadata;
        metadata.ToString().ShouldContain($"\"pwd\":\"{_flow.Folder}/work\"");
        metadata.ToString().ShouldContain("\"in\":\"\",");
        metadata.ToString().ShouldContain("\"omp\":\"1\"");
        metadata.TryGetString("id", out var id).ShouldBeTrue();
        id.ShouldBe(new Origin("test", "memory", 1).Id.ToString());
    }

    [Fact]
    public async Task Field_is_a_file_of_its_values()
    {
        var field = new Message(MessageKind.Field, Metadata.Empty, FieldPayload.Copy([1f, 2.5f]), new Origin("test", "memory", 1));
        await _flow.Run("{command: [cp, \"{input}\", \"{output}\"], output: payload}", [field]);
        ((BytesPayload)_flow.Came.ShouldHaveSingleItem().Payload).Span.ToArray().ShouldBe([.. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(2.5f)]);
    }

    private static bool IsAlive(string process)
    {
        var status = $"/proc/{process}/stat";
        return File.Exists(status) && !File.ReadAllText(status).Contains(") Z ", StringComparison.Ordinal);
    }
}
