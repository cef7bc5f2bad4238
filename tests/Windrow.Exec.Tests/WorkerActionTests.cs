using System.Text;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Stages;
using Windrow.Exec.Workers;

namespace Windrow.Exec.Tests;

/// <summary><c>exec</c> with workers: Debian's Python with the helper, in real processes.</summary>
public sealed class WorkerActionTests : IDisposable
{
    private const string Python = "/usr/bin/python3";

    private readonly ExecFlow _flow = new();

    public WorkerActionTests() => File.Copy(Path.Combine(Repository.Root, "python/windrow.py"), Path.Combine(_flow.Folder, "windrow.py"));

    public void Dispose() => _flow.Dispose();

    private Task Run(string code, IEnumerable<Message> messages, string options = "", StageOptions? stage = null, int retries = 1, string timeout = "20s")
    {
        _flow.Write("work.py", $"import os, sys, time, logging, resource, pathlib, datetime\nimport numpy\nimport windrow\n{code}\nwindrow.run(handle)\n");
        return _flow.Run($"{{worker: true, command: [{Python}, work.py], timeout: {timeout}{(options.Length > 0 ? ", " : "")}{options}}}", messages, stage, retries);
    }

    private static Message Field(int number, Payload payload, params ReadOnlySpan<(string, MetadataValue)> metadata) =>
        new(MessageKind.Field, Metadata.From(metadata).With("number", (long)number), payload, new Origin("test", "memory", number));

    private static Message Bytes(int number, string text) => Field(number, BytesPayload.Copy(Encoding.UTF8.GetBytes(text)));

    private static string Text(Message message) => Encoding.UTF8.GetString(((BytesPayload)message.Payload).Span);

    private static IEnumerable<Message> Many(int count) => Enumerable.Range(1, count).Select(static number => TestFlow.Message(number));

    [Fact]
    public async Task Field_goes_in_as_an_array_and_comes_out_changed_in_place()
    {
        await Run(
            "def handle(message):\n  assert message.field.shape == (2, 3) and message.field.dtype == 'float64'\n  message.field[0] *= 10\n  message.metadata['done'] = True\n  del message.metadata['extra']\n  return message",
            [Field(1, FieldPayload.Copy([1.0, 2, 3, 4, 5, 6]), ("Ni", 3), ("Nj", 2), ("extra", "x"))]);
        _flow.Letters.List().ShouldBeEmpty();
        var message = _flow.Came.ShouldHaveSingleItem();
        message.Kind.ShouldBe(MessageKind.Field);
        ((FieldPayload)message.Payload).Doubles.ToArray().ShouldBe([10, 20, 30, 4, 5, 6]);
        message.Metadata.ToString().ShouldBe("""{"Ni":3,"Nj":2,"done":true,"number":1}""");
    }

    [Fact]
    public async Task Single_precision_stays_and_other_arrays_become_fields()
    {
        await Run(
            "def handle(message):\n  n = message.metadata['number']\n  if n == 1: return message.field * 2\n  if n == 2: return numpy.array([[1, 2], [3, 4]])\n  room = message.empty((2,), 'float32')\n  room[:] = 7\n  return room",
            [Field(1, FieldPayload.Copy([1f, 2f])), Field(2, Payload.None), Field(3, Payload.None)]);
        _flow.Letters.List().ShouldBeEmpty();
        _flow.Came.Select(static message => (FieldPayload)message.Payload).Select(static field => field.Precision).ShouldBe([Precision.Single, Precision.Double, Precision.Single]);
        ((FieldPayload)_flow.Came[0].Payload).Singles.ToArray().ShouldBe([2, 4]);
        ((FieldPayload)_flow.Came[1].Payload).Doubles.ToArray().ShouldBe([1, 2, 3, 4]);
        ((FieldPayload)_flow.Came[2].Payload).Singles.ToArray().ShouldBe([7, 7]);
    }

    [Fact]
    public async Task Missing_values_are_masked_and_stay_missing()
    {
        await Run(
            "def handle(message):\n  assert message.masked.mask.tolist() == [False, True]\n  message.field = message.masked + 1\n  return message",
            [Field(1, FieldPayload.Copy([1.0, 9999]), ("bitmapPresent", true), ("missingValue", 9999.0))]);
        _flow.Letters.List().ShouldBeEmpty();
        ((FieldPayload)_flow.Came.ShouldHaveSingleItem().Payload).Doubles.ToArray().ShouldBe([2, 9999]);
    }

    [Fact]
    public async Task Bytes_files_and_messages_without_payload_pass_both_ways()
    {
        var file = _flow.Write("in.txt", "from a file");
        await Run(
            """
            def handle(message):
              n = message.metadata['number']
              if n == 1: return bytes(message.bytes).upper()
              if n == 2: return message.path.with_name('in.txt')
              if n == 3: return message.new({'made': 1}, bytes=b'x' * 100000, kind='product')
              return message
            """,
            [Bytes(1, "abc"), Field(2, new FilePayload(file, 11)), Field(3, Payload.None), TestFlow.Message(4)]);
        _flow.Letters.List().ShouldBeEmpty();
        Text(_flow.Came[0]).ShouldBe("ABC");
        ((FilePayload)_flow.Came[1].Payload).Path.ShouldBe(file);
        Text(_flow.Came[2]).ShouldBe(new string('x', 100_000));
        _flow.Came[2].Kind.ShouldBe(MessageKind.Product);
        _flow.Came[3].Payload.ShouldBe(Payload.None);
    }

    [Fact]
    public async Task Several_results_come_in_their_order_and_none_is_a_drop()
    {
        await Run(
            "def handle(message):\n  if message.metadata['number'] == 2: return windrow.NOTHING\n  return (message.new({'part': i}, field=message.field * i) for i in range(3))",
            [Field(1, FieldPayload.Copy([1.0])), Field(2, Payload.None)]);
        _flow.Letters.List().ShouldBeEmpty();
        _flow.Came.Select(static message => ((FieldPayload)message.Payload).Doubles[0]).ShouldBe([0, 1, 2]);
        _flow.Came.Select(static message => message.Id).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task Types_of_metadata_survive()
    {
        var time = new DateTime(2026, 11, 20, 6, 0, 0, DateTimeKind.Utc).AddTicks(1_234_567);
        await Run(
            "def handle(message):\n  assert message.metadata['at'].hour == 6, message.metadata\n  message.metadata['next'] = message.metadata['at'] + datetime.timedelta(hours=1)\n  message.metadata['count'] = numpy.int32(3)\n  message.metadata['nan'] = float('nan')\n  return message",
            [Field(1, Payload.None, ("at", time), ("step", TimeSpan.FromHours(3)), ("single", 1.5f))]);
        _flow.Letters.List().ShouldBeEmpty();
        var metadata = _flow.Came.ShouldHaveSingleItem().Metadata;
        metadata.TryGet("at", out var at).ShouldBeTrue();
        at.ShouldBe(time);
        metadata.TryGet("next", out var next).ShouldBeTrue();
        next.TryGetTimestamp(out var later).ShouldBeTrue();
        later.ShouldBe(time.AddHours(1), TimeSpan.FromMicroseconds(1));
        metadata.TryGet("step", out var step).ShouldBeTrue();
        step.Type.ShouldBe(MetadataType.Duration);
        metadata.TryGet("single", out var single).ShouldBeTrue();
        single.Type.ShouldBe(MetadataType.Float32);
        metadata.TryGetInt64("count", out var count).ShouldBeTrue();
        count.ShouldBe(3);
    }

    [Theory]
    [InlineData("raise windrow.Permanent('no sea', 'take the ocean')", ErrorClass.Permanent, "no sea; take the ocean", 1)]
    [InlineData("raise windrow.Transient('busy')", ErrorClass.Transient, "busy", 3)]
    [InlineData("open('/no/such/file')", ErrorClass.Transient, "FileNotFoundError", 3)]
    [InlineData("resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30)); bytearray(2 << 30)", ErrorClass.Transient, "out of memory", 3)]
    [InlineData("1 / 0", ErrorClass.Fault, "ZeroDivisionError: division by zero", 3)]
    [InlineData("return None", ErrorClass.Permanent, "the handler returned nothing", 1)]
    [InlineData("return message.field", ErrorClass.Permanent, "the message holds nothing, and not the values of a field", 1)]
    public async Task Exception_is_a_failure_with_class_and_traceback(string code, ErrorClass expected, string reason, int tries)
    {
        await Run($"def handle(message):\n  open('tries', 'a').write('x')\n  {code}", Many(1), retries: 2);
        _flow.Failure.ToString().ShouldContain(reason);
        _flow.Failure.Class.ShouldBe(expected);
        _flow.Failure.Detail.ShouldNotBeNull().ShouldStartWith("Traceback (most recent call last):");
        if (!code.Contains("return None", StringComparison.Ordinal))
            _flow.Failure.Detail.ShouldContain("work.py\", line 6, in handle");
        (await File.ReadAllTextAsync(Path.Combine(_flow.Folder, "tries"), TestContext.Current.CancellationToken)).Length.ShouldBe(tries);
    }

    [Fact]
    public async Task What_is_printed_and_logged_goes_to_the_log()
    {
        await Run("def handle(message):\n  print('printed')\n  os.system('echo from a child')\n  logging.warning('logged')\n  return message", Many(1));
        _flow.Came.Count.ShouldBe(1);
        _flow.Logs.All.ShouldContain(line => line.Level == Microsoft.Extensions.Logging.LogLevel.Warning && line.Text == "p/1:exec: work.py: logged");
        _flow.Logs.All.ShouldContain(line => line.Text == "p/1:exec: work.py: printed");
        _flow.Logs.All.ShouldContain(line => line.Text == "p/1:exec: work.py: from a child");
    }

    [Fact]
    public async Task Crash_costs_one_restart_and_no_message()
    {
        await Run(
            "def handle(message):\n  if message.metadata['number'] == 17 and not os.path.exists('crashed'):\n    open('crashed', 'w'); os.kill(os.getpid(), 11)\n  return message",
            Many(100));
        _flow.Letters.List().ShouldBeEmpty();
        _flow.Came.Select(TestFlow.Number).ShouldBe(Enumerable.Range(1, 100).Select(static number => (long)number));
        _flow.Logs.All.Count(static line => line.Text.Contains("signal 11 (SEGV)", StringComparison.Ordinal) && line.Text.Contains("another worker", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Poison_is_a_dead_letter_and_the_others_pass()
    {
        await Run("def handle(message):\n  if message.metadata['number'] == 3:\n    print('about to die'); os._exit(3)\n  return message", Many(10), retries: 2);
        _flow.Failure.Reason.ShouldContain("ended with status 3 while it worked on the message; it wrote last: about to die");
        _flow.Failure.Class.ShouldBe(ErrorClass.Fault);
        _flow.Letters.List().ShouldHaveSingleItem().Attempts.ShouldBe(3);
        _flow.Came.Count.ShouldBe(9);
    }

    [Fact]
    public async Task Failed_message_holds_up_those_behind_it()
    {
        await Run(
            "seen = []\ndef handle(message):\n  n = message.metadata['number']\n  seen.append(n)\n  if n == 5 and seen.count(5) < 4: raise windrow.Transient('not yet')\n  return message",
            Many(64), retries: 5);
        _flow.Letters.List().ShouldBeEmpty();
        _flow.Came.Select(TestFlow.Number).ShouldBe(Enumerable.Range(1, 64).Select(static number => (long)number));
    }

    [Fact]
    public async Task Order_per_key_holds_with_several_workers()
    {
        var messages = Enumerable.Range(1, 200).Select(static number => TestFlow.Message(number, ("key", (long)(number % 5))));
        await Run("import random\ndef handle(message):\n  time.sleep(random.random() / 500)\n  message.metadata['pid'] = os.getpid()\n  return message", messages, "", new StageOptions { Workers = 4, Key = ["key"] });
        _flow.Came.Count.ShouldBe(200);
        foreach (var group in _flow.Came.GroupBy(static message => message.Number() % 5))
            group.Select(TestFlow.Number).ShouldBeInOrder();
        Pids().Count.ShouldBeInRange(2, 4);
    }

    [Fact]
    public async Task Several_workers_for_one_order()
    {
        await Run("def handle(message):\n  time.sleep(0.003)\n  message.metadata['pid'] = os.getpid()\n  return message", Many(200), "workers: 3");
        _flow.Came.Select(TestFlow.Number).ShouldBe(Enumerable.Range(1, 200).Select(static number => (long)number));
        Pids().Count.ShouldBe(3);
    }

    [Fact]
    public async Task Hung_worker_is_killed_and_told()
    {
        await Run("def handle(message):\n  if message.metadata['number'] == 2:\n    message.progress(0.5, 'half way')\n    time.sleep(1000)\n  return message", Many(4), timeout: "400ms", retries: 0);
        _flow.Failure.Reason.ShouldContain("the worker 'work.py' did not answer within 0.4 s and was killed; it said last: half way");
        _flow.Failure.Class.ShouldBe(ErrorClass.Transient);
        _flow.Came.Select(TestFlow.Number).ShouldBe([1, 3, 4]);
    }

    [Fact]
    public async Task Worker_is_replaced_after_so_many_messages()
    {
        await Run("def handle(message):\n  message.metadata['pid'] = os.getpid()\n  return message", Many(100), "recycle-after: 40");
        _flow.Came.Select(TestFlow.Number).ShouldBe(Enumerable.Range(1, 100).Select(static number => (long)number));
        Pids().Count.ShouldBeInRange(2, 3);
    }

    [Fact]
    public async Task Leaking_worker_is_replaced()
    {
        await Run("kept = []\ndef handle(message):\n  kept.append(bytearray(os.urandom(1 << 20)) * 20)\n  time.sleep(0.02)\n  message.metadata['pid'] = os.getpid()\n  return message", Many(40), "recycle-above: 150MiB");
        _flow.Letters.List().ShouldBeEmpty();
        _flow.Came.Count.ShouldBe(40);
        Pids().Count.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task What_workers_do_is_counted_by_cause()
    {
        await Run(
            "def handle(message):\n  n = message.metadata['number']\n  if n == 2: os._exit(3)\n  if n == 4:\n    kept = bytearray(400 << 20)\n    time.sleep(30)\n  if n == 6: time.sleep(30)\n  return message",
            Many(8), "memory: 200MiB", retries: 0, timeout: "2s");
        var status = ((WorkerAction)_flow.Action!).Meter.Look();
        status.Ends.Where(static end => end.Count > 0).Select(static end => $"{end.Count} {end.Cause}").ShouldBe(["1 Crash", "1 Timeout", "1 Memory"]);
        status.Started.ShouldBe(4);
        status.Messages.ShouldBe(5);
    }

    [Fact]
    public async Task Worker_beyond_its_memory_is_killed_and_told_as_that()
    {
        await Run("def handle(message):\n  if message.metadata['number'] == 2:\n    kept = bytearray(400 << 20)\n    time.sleep(30)\n  return message", Many(3), "memory: 200MiB", retries: 0);
        _flow.Failure.Reason.ShouldContain("ran out of memory");
        _flow.Came.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("os.write(message._worker._outgoing, b'hello\\n')\n  time.sleep(30)", "broke the protocol and was killed")]
    [InlineData("message._worker.say({'type': 'done', 'number': 99})\n  time.sleep(30)", "it speaks of message 99")]
    [InlineData("os.write(message._worker._outgoing, b'x' * (17 << 20))", "a line is longer than 16 MiB")]
    [InlineData("return [message.new(bytes=b'x' * 1000000) for _ in range(30)]", "made more than 20 MiB of one message")]
    [InlineData("return (message.new({'i': 'y' * 1000}) for i in range(10 ** 9))", "made more than 20 MiB of one message")]
    public async Task Worker_that_breaks_the_protocol_or_floods_is_contained(string code, string reason)
    {
        await Run($"def handle(message):\n  if message.metadata['number'] != 2: return message\n  {code}", Many(3), "maximum-output: 20MiB", retries: 0);
        _flow.Failure.Reason.ShouldContain(reason);
        _flow.Failure.Class.ShouldBe(ErrorClass.Fault);
        _flow.Came.Select(TestFlow.Number).ShouldBe([1, 3]);
    }

    [Fact]
    public async Task Flood_on_standard_error_is_counted_and_not_kept()
    {
        await Run("def handle(message):\n  for i in range(200000): print('x' * 200)\n  return message", Many(1));
        _flow.Came.Count.ShouldBe(1);
        _flow.Logs.All.Count.ShouldBeLessThan(200);
    }

    [Theory]
    [InlineData("syntax error here", "before it greeted; it wrote last: ", "SyntaxError")]
    [InlineData("import no_such_module", "ended with status 1 before it greeted", "ModuleNotFoundError")]
    [InlineData("time.sleep(60)", "did not greet within 0.5 s", "")]
    public async Task Worker_that_does_not_start_is_told_once_and_not_started_again_and_again(string code, string reason, string last)
    {
        // One that ends has all the time that it needs for that.
        var patience = reason.Contains("did not greet", StringComparison.Ordinal) ? "500ms" : "1m";
        await Run(code + "\nhandle = None", Many(2), $"start-timeout: {patience}", retries: 4);
        var letters = _flow.Letters.List();
        letters.Count.ShouldBe(2);
        letters[0].Failure.Reason.ShouldContain("the worker 'work.py' does not start: ");
        letters[0].Failure.Reason.ShouldContain(reason);
        (letters[0].Failure.Reason + letters[0].Failure.Detail).ShouldContain(last);

        // Ten tries within milliseconds, one start.
        _flow.Logs.All.Count(static line => line.Text.Contains("does not start", StringComparison.Ordinal) && line.Level == Microsoft.Extensions.Logging.LogLevel.Error && line.Text.Contains("at the earliest", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Worker_needs_no_numpy()
    {
        _flow.Write("plain.py", "import sys\nsys.modules['numpy'] = None\nimport windrow\ndef handle(message):\n  message.field[0] = 5.5\n  return message\nwindrow.run(handle)\n");
        await _flow.Run($"{{worker: true, command: [{Python}, plain.py]}}", [Field(1, FieldPayload.Copy([1.0, 2.0]))]);
        _flow.Letters.List().ShouldBeEmpty();
        ((FieldPayload)_flow.Came.ShouldHaveSingleItem().Payload).Doubles.ToArray().ShouldBe([5.5, 2]);
    }

    [Fact]
    public async Task Worker_may_be_written_in_anything()
    {
        _flow.Write("work.sh", "#!/bin/bash\necho '{\"type\": \"hello\", \"protocol\": 1, \"name\": \"shell\"}'\nwhile read -r line; do\n  [[ $line =~ \\\"number\\\":([0-9]+) ]] && echo \"{\\\"type\\\": \\\"done\\\", \\\"number\\\": ${BASH_REMATCH[1]}, \\\"results\\\": [{\\\"metadata\\\": {\\\"by\\\": \\\"bash\\\"}}]}\"\ndone\n");
        await _flow.Run("{worker: true, command: [./work.sh]}", Many(50));
        _flow.Letters.List().ShouldBeEmpty();
        _flow.Came.Count.ShouldBe(50);
        _flow.Came[49].Metadata.TryGetString("by", out var by).ShouldBeTrue();
        by.ShouldBe("bash");
    }

    [Fact]
    public async Task Buffers_are_used_again_and_none_is_lost()
    {
        var plugIn = Enumerable.Range(1, 60).Select(static number => Field(number, FieldPayload.Rent(Precision.Double, 100_000)));
        await Run("def handle(message):\n  if message.metadata['number'] % 7 == 0: raise windrow.Permanent('every seventh')\n  return message.field + 1", plugIn);
        _flow.Letters.List().Count.ShouldBe(8);
        _flow.Came.Count.ShouldBe(52);
        var exchange = ((WorkerAction)_flow.Action!).Exchange;
        exchange.Lent.ShouldBe(52, "results stay where the worker wrote them");
        _flow.Forget();
        exchange.Lent.ShouldBe(0);
    }

    [Fact]
    public async Task Forced_stop_kills_a_worker_that_hangs_and_leaves_its_messages_unfinished()
    {
        _flow.Write("work.py", "import os, time, windrow\ndef handle(message):\n  if message.metadata['number'] > 1:\n    open('new', 'w').write(str(os.getpid())); os.rename('new', 'hangs'); time.sleep(1000)\n  return message\nwindrow.run(handle)\n");
        var source = new ListSource(Many(50));
        using var host = new Core.Flows.FlowHost(_flow.Flow($"{{worker: true, command: [{Python}, work.py]}}", source), _flow.Services, once: true);
        host.Start();
        var hangs = Path.Combine(_flow.Folder, "hangs");
        while (!File.Exists(hangs))
            await Task.Delay(10, TestContext.Current.CancellationToken);
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        (await host.DrainAsync(stop.Token)).ShouldBeFalse();
        Directory.Exists($"/proc/{await File.ReadAllTextAsync(hangs, TestContext.Current.CancellationToken)}").ShouldBeFalse();
        _flow.Letters.List().ShouldBeEmpty();
        source.Deliveries.Count.ShouldBeLessThan(2);
        ((WorkerAction)_flow.Action!).Exchange.Lent.ShouldBe(0);
        Directory.GetFileSystemEntries(_flow.Scratch).ShouldBeEmpty();
    }

    [Fact]
    public async Task Worker_that_empties_its_input_gets_an_error_and_the_engine_lives()
    {
        await Run(
            "def handle(message):\n  if message.metadata['number'] == 2: open(message._payload['path'], 'wb').truncate(0)\n  return message",
            Enumerable.Range(1, 3).Select(static number => Field(number, FieldPayload.Rent(Precision.Double, 100_000))), retries: 0);
        _flow.Failure.Reason.ShouldContain("PermissionError");
        _flow.Came.Select(TestFlow.Number).ShouldBe([1, 3]);
    }

    [Fact]
    public async Task Small_results_hold_no_shared_memory()
    {
        await Run("def handle(message):\n  return [message.new(bytes=b'x' * 5000), message.new(field=numpy.ones(100))]", Many(40));
        _flow.Letters.List().ShouldBeEmpty();
        _flow.Came.Count.ShouldBe(80);
        ((FieldPayload)_flow.Came[79].Payload).Doubles.ToArray().ShouldAllBe(static value => value == 1);
        ((WorkerAction)_flow.Action!).Exchange.Lent.ShouldBe(0);
    }

    private HashSet<long> Pids() => [.. _flow.Came.Select(static message => message.Metadata.TryGetInt64("pid", out var pid) ? pid : 0)];
}
