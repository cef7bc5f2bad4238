using Windrow.Core.Messages;

namespace Windrow.Events.Posttroll.Messages;

/// <summary>What was read of a message.</summary>
internal readonly record struct PosttrollMessage(string Subject, string Type, Metadata Metadata, DataForm Form);
