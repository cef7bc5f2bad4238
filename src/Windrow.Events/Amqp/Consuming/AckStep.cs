namespace Windrow.Events.Amqp.Consuming;

/// <summary>One thing to tell the broker.</summary>
/// <param name="Multiple">It is about all messages up to the tag.</param>
/// <param name="Accepts">False: the message is rejected.</param>
internal readonly record struct AckStep(ulong Tag, bool Multiple, bool Accepts);
