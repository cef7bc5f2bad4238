using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Running;

/// <summary>What happens to files while a flow watches.</summary>
public sealed class WatchTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public WatchTests() => Directory.CreateDirectory(_scratch["incoming"]);

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task File_that_is_renamed_in_is_taken_at_once()
    {
        using var process = Start("quiet: 1h");
        await process.Tells("started");

        // What was renamed before the directory was watched looks like one that is being written, so there is more than one.
        var count = 0;
        await process.Until(
            () =>
            {
                var name = $"{++count}.jsonl";
                _scratch.Write($"incoming/.{name}", "{\"x\": 1}\n");
                File.Move(_scratch[$"incoming/.{name}"], _scratch[$"incoming/{name}"]);
                return _scratch.Lines("out.jsonl").Length > 0;
            },
            "the message");
    }

    [Fact]
    public async Task File_that_is_written_slowly_is_taken_whole()
    {
        using var process = Start("quiet: 1500ms");
        await process.Tells("started");
        await using (var file = new StreamWriter(_scratch["incoming/slow.jsonl"]))
        {
            for (var line = 1; line <= 4; line++)
            {
                await file.WriteLineAsync($"{{\"line\": {line}}}");
                await file.FlushAsync(TestContext.Current.CancellationToken);

                // The subject is a writer that pauses: shorter than 'quiet', and longer in all.
                await Task.Delay(500, TestContext.Current.CancellationToken);
                File.Exists(_scratch["out.jsonl"]).ShouldBeFalse();
            }
        }

        await process.Until(() => _scratch.Lines("out.jsonl").Length == 4, "four messages");
        process.Signal(15);
        (await process.Ended()).ShouldEndWith(0).Error.ShouldContain("4 accepted");
    }

    [Fact]
    public async Task File_that_vanishes_before_it_is_complete_is_nothing()
    {
        using var process = Start("quiet: 300ms");
        await process.Tells("started");
        _scratch.Write("incoming/gone.jsonl", "{\"x\": 1}\n");
        File.Delete(_scratch["incoming/gone.jsonl"]);
        _scratch.Write("incoming/stays.jsonl", "{\"x\": 2}\n");
        await process.Until(() => _scratch.Lines("out.jsonl").Length == 1, "the other message");
        process.Signal(15);
        (await process.Ended()).ShouldEndWith(0).Error.ShouldContain("1 accepted");
    }

    [Fact]
    public async Task Directory_with_the_name_of_a_file_is_left_alone()
    {
        Directory.CreateDirectory(_scratch["incoming/odd.jsonl"]);
        _scratch.Write("incoming/good.jsonl", "{\"x\": 1}\n");
        (await Once()).ShouldEndWith(0);
        _scratch.Lines("out.jsonl").Length.ShouldBe(1);
    }

    [Fact]
    public async Task Link_to_what_cannot_be_read_is_a_dead_letter_and_the_rest_is_done()
    {
        // The system lets nobody read the memory of address 0 of a process, not even root.
        File.CreateSymbolicLink(_scratch["incoming/a.jsonl"], "/proc/self/mem");
        _scratch.Write("incoming/b.jsonl", "{\"x\": 1}\n");
        var result = (await Once()).ShouldEndWith(5).ShouldTellInOneScreen();
        result.Error.ShouldContain("a.jsonl");
        result.Error.ShouldContain("cannot be read");
        _scratch.Lines("out.jsonl").Length.ShouldBe(1);
    }

    [Fact]
    public async Task Link_to_nothing_is_left_alone()
    {
        File.CreateSymbolicLink(_scratch["incoming/a.jsonl"], "nowhere");
        _scratch.Write("incoming/b.jsonl", "{\"x\": 1}\n");
        (await Once()).ShouldTellInOneScreen();
        _scratch.Lines("out.jsonl").Length.ShouldBe(1);
    }

    [Fact]
    public async Task File_that_was_done_is_not_read_again()
    {
        _scratch.Write("incoming/a.jsonl", "{\"x\": 1}\n");
        (await Once()).ShouldEndWith(0).Error.ShouldContain("1 accepted");
        (await Once()).ShouldEndWith(0).Error.ShouldContain("0 accepted");
        _scratch.Write("incoming/a.jsonl", "{\"x\": 1}\n{\"x\": 2}\n");
        (await Once()).ShouldEndWith(0).Error.ShouldContain("2 accepted");
    }

    [Fact]
    public async Task Journal_file_of_runs_without_state_is_taken_over_by_the_state()
    {
        const string NoState = "\nsettings: {state: none}\n";
        _scratch.Write("incoming/a.jsonl", "{\"x\": 1}\n");
        Write("quiet: 0s");
        _scratch.Write("flow.yaml", File.ReadAllText(_scratch["flow.yaml"]) + NoState);
        (await WindrowProcess.Run(_scratch.Path, "run", "flow.yaml", "--once")).ShouldEndWith(0).Error.ShouldContain("1 accepted");
        (await WindrowProcess.Run(_scratch.Path, "run", "flow.yaml", "--once")).ShouldEndWith(0).Error.ShouldContain("0 accepted");
        File.Exists(_scratch[".windrow/watch.journal"]).ShouldBeTrue();

        (await Once()).ShouldEndWith(0).Error.ShouldContain("0 accepted");
        File.Exists(_scratch[".windrow/watch.journal"]).ShouldBeFalse();
        File.Exists(_scratch[".windrow/watch.journal.imported"]).ShouldBeTrue();
        (await Once()).ShouldEndWith(0).Error.ShouldContain("0 accepted");
    }

    [Fact]
    public async Task Journal_that_is_named_is_the_one_that_remembers()
    {
        _scratch.Write("incoming/a.jsonl", "{\"x\": 1}\n");
        (await Once("journal: done.journal")).ShouldEndWith(0).Error.ShouldContain("1 accepted");
        _scratch.Lines("done.journal").Length.ShouldBe(1);
        (await Once("journal: done.journal")).ShouldEndWith(0).Error.ShouldContain("0 accepted");
    }

    [Fact]
    public async Task Inputs_that_were_moved_and_kept_long_enough_are_deleted_and_nothing_else()
    {
        Directory.CreateDirectory(_scratch["done"]);
        _scratch.Write("done/foreign.jsonl", "{\"x\": 0}\n");
        _scratch.Write("incoming/a.jsonl", "{\"x\": 1}\n");
        const string Moving = "done: move, move-to: done, quiet: 0s";
        (await Once(Moving)).ShouldEndWith(0);
        _scratch.Write("incoming/b.jsonl", "{\"x\": 2}\n");
        _scratch.Write("incoming/c.jsonl", "{\"x\": 3}\n");
        (await Once(Moving, "\nsettings: {keep-inputs: 10d}\n")).ShouldEndWith(0);
        File.AppendAllText(_scratch["done/c.jsonl"], "somebody's\n");
        Write(Moving, "\nsettings: {keep-inputs: 1ms}\n");
        using var process = WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml", "--verbose"]);
        await process.Tells("1 inputs were removed");
        await process.Tells("c.jsonl is not removed: it was changed");
        Directory.GetFiles(_scratch["done"]).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe(["a.jsonl", "c.jsonl", "foreign.jsonl"]);
        (await WindrowProcess.Run(_scratch.Path, "status", "flow.yaml")).ShouldEndWith(0).Output.ShouldContain("1 inputs removed");
        process.Signal(15);
        (await process.Ended()).ShouldEndWith(0);
    }

    [Fact]
    public async Task Keeping_of_inputs_without_state_is_refused()
    {
        Write("done: move, move-to: done", "\nsettings: {keep-inputs: 10d, state: none}\n");
        (await WindrowProcess.Run(_scratch.Path, "check", "flow.yaml")).ShouldEndWith(1).Error.ShouldContain("nobody knows which files were moved");
    }

    [Fact]
    public async Task File_with_a_dead_letter_is_kept_although_it_should_be_deleted()
    {
        _scratch.Write("incoming/bad.jsonl", "{\"x\": 1}\nnonsense\n");
        _scratch.Write("incoming/good.jsonl", "{\"x\": 1}\n");
        (await Once("done: delete")).ShouldEndWith(5);
        Directory.GetFiles(_scratch["incoming"]).Select(Path.GetFileName).ShouldBe(["bad.jsonl"]);
    }

    [Fact]
    public async Task Directory_that_is_not_there_is_one_error_and_ends_with_4()
    {
        Directory.Delete(_scratch["incoming"]);
        using var process = Start("quiet: 0s");
        await process.Tells("is not there; starting it again");

        // It may be mounted later, so the source is started again.
        Directory.CreateDirectory(_scratch["incoming"]);
        _scratch.Write("incoming/a.jsonl", "{\"x\": 1}\n");
        await process.Until(() => _scratch.Lines("out.jsonl").Length == 1, "the message");
        process.Signal(15);
        (await process.Ended()).ShouldEndWith(0);
    }

    private Task<Result> Once(string options = "quiet: 0s", string settings = "")
    {
        Write(options + (options.Contains("quiet", StringComparison.Ordinal) ? "" : ", quiet: 0s"), settings);
        return WindrowProcess.Run(_scratch.Path, "run", "flow.yaml", "--once");
    }

    private WindrowProcess Start(string options)
    {
        Write(options);
        return WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml", "--verbose"]);
    }

    private void Write(string options, string settings = "") => _scratch.Write("flow.yaml", $$"""
        sources:
          - {type: watch, path: incoming, read: lines, {{options}}}
        plans:
          - name: all
            actions: [{type: publish, path: out.jsonl}]
        """ + settings);
}
