using Windrow.Core.Messages;
using Windrow.Core.Payloads;

namespace Windrow.Exec.Programs;

/// <summary>What is to become a message.</summary>
internal readonly record struct Product(MessageKind Kind, Metadata Metadata, Payload Payload);
