namespace Windrow.EndToEnd.Tests.Programs;

/// <summary>What becomes of the programs of <c>exec</c> when the engine is killed, interrupted or reloaded, and of the flow when they are.</summary>
public sealed class ProgramProcessTests : IDisposable
{
    private const string Durable = "stage: {queue: durable}";
    private const string Python = "/usr/bin/python3";

    private readonly ProgramScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Killed_engine_takes_its_program_along_and_the_next_start_removes_what_it_left()
    {
        // The program itself, and one that it has started, which the kernel does not know to be the engine's.
        _scene.Write("slow", "#!/bin/bash\n[ -e go ] && exit 0\ntouch \"$TMPDIR/left\"\nsleep 1000 &\necho $! > child\necho $$ > new; mv new program\nwait\n");
        _scene.Flow(3, "{type: exec, command: [./slow], " + Durable + "}");
        using (var engine = _scene.Start())
        {
            await engine.Until(() => File.Exists(_scene["program"]), "the program to run");
            engine.Signal(9);
            await engine.Ended();
        }

        var (program, child) = (_scene.Pid("program"), _scene.Pid("child"));
        await Until(() => !ProgramScene.IsAlive(program), "the program to be gone");
        ProgramScene.IsAlive(child).ShouldBeTrue();
        Directory.GetFiles(_scene.Temporary, "left", SearchOption.AllDirectories).Length.ShouldBe(1);

        _scene.Write("go", "");
        (await _scene.Run("--once")).ShouldEndWith(0);
        ProgramScene.IsAlive(child).ShouldBeFalse();
        _scene.Left.ShouldBeEmpty();
        _scene.Numbers.ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task Killed_engine_takes_its_worker_along_even_one_that_hangs()
    {
        _scene.Worker("def handle(message):\n  if not os.path.exists('go'):\n    open('new', 'w').write(str(os.getpid())); os.rename('new', 'worker'); time.sleep(1000)\n  return message");
        _scene.Flow(200, $"{{type: exec, worker: true, command: [{Python}, work.py], {Durable}}}");
        using (var engine = _scene.Start())
        {
            await engine.Until(() => File.Exists(_scene["worker"]), "the worker to work");
            engine.Signal(9);
            await engine.Ended();
        }

        await Until(() => !ProgramScene.IsAlive(_scene.Pid("worker")), "the worker to be gone");
        _scene.Write("go", "");
        (await _scene.Run("--once")).ShouldEndWith(0);
        _scene.Numbers.ShouldBe(Enumerable.Range(1, 200).Select(static number => (long)number));
        _scene.Left.ShouldBeEmpty();
    }

    [Fact]
    public async Task Engine_that_is_killed_again_and_again_loses_no_message_and_shows_none_twice()
    {
        _scene.Worker("def handle(message):\n  time.sleep(0.002)\n  return message");
        _scene.Flow(600, $"{{type: exec, worker: true, command: [{Python}, work.py], {Durable}}}");
        foreach (var enough in new[] { 50, 150, 300 })
        {
            using var engine = _scene.Start();
            await engine.Until(() => Lines() >= enough, $"{enough} messages");
            engine.Signal(9);
            await engine.Ended();
        }

        (await _scene.Run("--once")).ShouldEndWith(0);
        _scene.Numbers.ShouldBe(Enumerable.Range(1, 600).Select(static number => (long)number));
    }

    [Fact]
    public async Task Killed_worker_costs_no_message_and_no_order()
    {
        _scene.Worker("open('new', 'w').write(str(os.getpid())); os.rename('new', 'worker')\nseen = open('seen', 'a', 1)\ndef handle(message):\n  time.sleep(0.01)\n  print(file=seen)\n  return message");
        _scene.Flow(300, $"{{type: exec, worker: true, command: [{Python}, work.py], {Durable}}}");
        using var engine = _scene.Start("--once", "--verbose");
        var last = 0;
        foreach (var enough in new[] { 30, 100, 170 })
        {
            await engine.Until(() => File.Exists(_scene["seen"]) && new FileInfo(_scene["seen"]).Length >= enough && _scene.Pid("worker") != last, $"{enough} messages, and a worker");
            last = _scene.Pid("worker");
            ProgramScene.Signal("KILL", last);
        }

        (await engine.Ended()).ShouldEndWith(0).Error.ShouldContain("signal 9 (KILL)");
        _scene.Numbers.ShouldBe(Enumerable.Range(1, 300).Select(static number => (long)number));
    }

    [Fact]
    public async Task Interrupt_from_the_terminal_does_not_reach_the_program_which_ends_its_message()
    {
        _scene.Write("slow", "#!/bin/sh\necho $$ > new; mv new program\nuntil [ -e go ]; do sleep 0.01; done\n");
        _scene.Flow(1, "{type: exec, command: [./slow]}", source: "{type: watch, path: ., pattern: in.jsonl}");
        using var engine = _scene.StartInGroup("--verbose");
        await engine.Until(() => File.Exists(_scene["program"]), "the program to run");
        ProgramScene.Signal("INT", -engine.Process.Id);
        await engine.Tells("draining");
        ProgramScene.IsAlive(_scene.Pid("program")).ShouldBeTrue();
        _scene.Write("go", "");
        (await engine.Ended()).ShouldEndWith(0);
        _scene.Numbers.ShouldBe([1]);
    }

    [Fact]
    public async Task Forced_stop_kills_the_program()
    {
        _scene.Write("slow", "#!/bin/sh\nsleep 1000 &\necho $! > child\necho $$ > new; mv new program\nwait\n");
        _scene.Flow(1, "{type: exec, command: [./slow]}", source: "{type: watch, path: ., pattern: in.jsonl}");
        using var engine = _scene.Start("--verbose");
        await engine.Until(() => File.Exists(_scene["program"]), "the program to run");
        engine.Signal(15);
        await engine.Tells("draining");
        engine.Signal(15);
        (await engine.Ended()).ShouldEndWith(4);
        ProgramScene.IsAlive(_scene.Pid("program")).ShouldBeFalse();
        ProgramScene.IsAlive(_scene.Pid("child")).ShouldBeFalse();
        _scene.Left.ShouldBeEmpty();
    }

    [Fact]
    public async Task Reload_replaces_the_workers()
    {
        _scene.Worker("open('pids', 'a').write(f'{os.getpid()}\\n')\ndef handle(message):\n  message.metadata['number'] += int(os.environ.get('ADD', '0'))\n  return message");
        Directory.CreateDirectory(_scene["in"]);
        void Write(string add) => _scene.Write("flow.yaml", $"sources: [{{type: watch, path: in}}]\nplans:\n  - name: p\n    actions:\n      - {{type: exec, worker: true, command: [{Python}, work.py], environment: {{ADD: {add}}}}}\n      - {{type: publish, path: out.jsonl, keys: [number]}}\n");
        void Drop(string name) => File.Move(_scene.Write($"{name}.new", "{\"number\": 1}\n"), _scene[$"in/{name}.jsonl"]);
        Write("10");
        using var engine = _scene.Start();
        Drop("a");
        await engine.Until(() => Lines() == 1, "the first message");
        Write("20");
        engine.Signal(1);
        await Until(() => !ProgramScene.IsAlive(Pids()[0]), "the first worker to end");
        Drop("b");
        await engine.Until(() => Lines() == 2, "the second message");
        _scene.Numbers.ShouldBe([11, 21]);
        engine.Signal(15);
        (await engine.Ended()).ShouldEndWith(0);
        foreach (var pid in Pids())
            ProgramScene.IsAlive(pid).ShouldBeFalse();
    }

    private int Lines() => File.Exists(_scene["out.jsonl"]) ? File.ReadAllLines(_scene["out.jsonl"]).Length : 0;

    private int[] Pids() => [.. File.ReadAllLines(_scene["pids"]).Select(static line => int.Parse(line, System.Globalization.CultureInfo.InvariantCulture))];
}
