using Windrow.Core.Errors;
using Windrow.Core.Stages;

namespace Windrow.Core.Deliveries;

/// <summary>What an action owes by itself for a message that it holds and that the state store has: nothing is lost when it is left to the next run.</summary>
internal sealed class StoredObligation(Action<Outcome> settled, Action<Failure, int>? triedAgain) : Obligation(settled, triedAgain), IKeepsMessages;
