using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Core.Tests.Testing;
using Windrow.Fields.Sinks;

namespace Windrow.Fields.Tests.Sinks;

public sealed class CommittingSinkTests
{
    [Theory]
    [InlineData("write", 2)]
    [InlineData("commit", 1)]
    public async Task What_was_written_and_not_committed_when_something_broke_is_written_again(string where, int number)
    {
        var sink = new Fragile(where, number);
        var fields = Enumerable.Range(1, 3).Select(static each => new Message(MessageKind.Field, Metadata.From(("number", (long)each)), Payload.None, new Origin("test", "memory", each)));
        var plan = TestFlow.Plan("p", (sink, null)) with { Retry = new RetryPolicy(3, TimeSpan.FromTicks(1), TimeSpan.FromTicks(1)) };

        var host = await TestFlow.Run(TestFlow.Flow([new ListSource(fields)], plan));

        sink.Committed.Order().ShouldBe([1, 2, 3]);
        host.Counts().Delivered.ShouldBe(3);
    }

    // Loses what is not committed when it is let go, as a file that is written anew does.
    private sealed class Fragile(string where, int number) : CommittingSink(TimeProvider.System, TimeSpan.FromHours(1))
    {
        private readonly List<long> _written = [];
        private bool _hasBroken;

        public List<long> Committed { get; } = [];

        protected override Failure? Write(Message message, Output output, out WrittenPlace place)
        {
            place = default;
            if (where == "write" && message.Number() == number && !_hasBroken)
            {
                _hasBroken = true;
                throw new InvalidOperationException("a defect");
            }

            _written.Add(message.Number());
            return null;
        }

        protected override void Commit()
        {
            if (where == "commit" && !_hasBroken)
            {
                _hasBroken = true;
                throw new IOException("the disk is full");
            }

            Committed.AddRange(_written);
            _written.Clear();
        }

        protected override void Forget() => _written.Clear();
    }
}
