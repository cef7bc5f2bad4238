using Microsoft.Extensions.Logging;
using Windrow.Core.Errors;
using Windrow.Core.IO;
using Windrow.Core.Outside;
using Windrow.Core.Traces;

namespace Windrow.Core;

/// <summary>What the engine and its plug-ins take from the outside world; everything that a test wants to command is here.</summary>
public sealed record EngineServices
{
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public Random Random { get; init; } = new();

    /// <summary>Has a stage's work done by another thread; by default one of the thread pool, behind what waits there already.</summary>
    public Action<IThreadPoolWorkItem> Dispatch { get; init; } = static work => ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: false);

    public IFileSystem Files { get; init; } = new PhysicalFileSystem();

    public IDeadLetters DeadLetters { get; init; } = new DeadLetterList();

    /// <summary>Opens the state stores of flows; null: nothing outlives the process.</summary>
    public State.IStateProvider? States { get; init; }

    /// <summary>Asks databases for numbers; null: this program cannot.</summary>
    public PlugIns.Collect.Expected.IExpectedQueries? Queries { get; init; }

    public ILoggerFactory Logs { get; init; } = Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance;

    /// <summary>Who traces messages; null: nobody does.</summary>
    public MessageTraces? Traces { get; init; }

    /// <summary>The hosts that plug-ins talk to.</summary>
    public OutsideHosts Outside { get; init; } = new();

    /// <summary>The process, as others know it.</summary>
    public ProcessIdentity Process { get; init; } = ProcessIdentity.This;

    /// <summary>Standard input, for sources that read it.</summary>
    public Func<Stream> StandardInput { get; init; } = static () => Stream.Null;

    /// <summary>Standard output, for sinks that write it.</summary>
    public Func<Stream> StandardOutput { get; init; } = static () => Stream.Null;

    /// <summary>Environment variables.</summary>
    public Func<string, string?> Environment { get; init; } = static _ => null;
}
