using System.Text.Json.Nodes;

namespace Windrow.Events.Clowder.Serving.Records;

/// <summary>A message that the broker has not confirmed yet. The key is added when it is sent, and is not kept.</summary>
internal sealed record OwedMessage(string Job, string Queue, string Correlation, string User, JsonObject Body);
