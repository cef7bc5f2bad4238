using Windrow.Core.Messages;

namespace Windrow.Core.Plans;

/// <summary>An action that can tell what it would decide about a message, and why, without being started.</summary>
public interface IExplainingAction
{
    /// <summary>One line for each thing that it looks at.</summary>
    IEnumerable<string> Explain(Message message);
}
