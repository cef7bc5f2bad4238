using Windrow.Core.Messages;
using Windrow.Core.Payloads;

namespace Windrow.Exec.Programs;

/// <summary>What is to become a message.</summary>
/// <param name="Payload">Null: that of the message that it is made of.</param>
internal readonly record struct Product(MessageKind Kind, Metadata Metadata, Payload? Payload);
