using Windrow.Core.Errors;
using Windrow.Core.IO;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Exec.Scratches;

namespace Windrow.Exec.Programs;

/// <summary>Gives a program the payload as a file: a file stays where it is, everything else is written beside its temporary files.</summary>
internal sealed class ProgramInput(IFileSystem files, bool isWanted)
{
    /// <param name="path">Where the payload is; empty when nobody asks for it.</param>
    /// <returns>Why there is no such file; null: there is.</returns>
    public Failure? Place(Message message, Scratch scratch, out string path)
    {
        path = "";
        if (!isWanted)
            return null;
        switch (message.Payload)
        {
            case FilePayload file:
                path = file.Path;
                return files.Find(path) is null ? Failure.Transient($"the file '{path}' is not there") : null;
            case { Format: { } format }:
                path = scratch["input"];
                using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0))
                    file.Write(format.BytesOf(message.Payload));
                return null;
            default:
                return Failure.Permanent("the message has no payload that {input} could be", "put an action in front that makes one, or leave {input} out of 'command'");
        }
    }
}
