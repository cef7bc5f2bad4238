using Windrow.Core.Deliveries;
using Windrow.Core.Messages;
using Windrow.Core.Plans;

namespace Windrow.Core.Tests.Testing;

/// <summary>Holds each message until something is done that runs elsewhere.</summary>
public sealed class LaterSink(Task elsewhere) : PlanAction
{
    private ActionContext _context = null!;

    public override bool Waits => true;

    public override bool IsTerminal => true;

    public override void Start(ActionContext context) => _context = context;

    public override void Process(Message message, Output output)
    {
        output.Hold(message);
        _context.PostWhen(elsewhere, _ => message.Settle(Outcome.Delivered));
    }
}
