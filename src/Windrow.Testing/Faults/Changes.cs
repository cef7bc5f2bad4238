namespace Windrow.Testing.Faults;

/// <summary>A name appeared.</summary>
internal sealed record Created(TrackedFile File) : Change(File)
{
    public override void Undo() => System.IO.File.Delete(File.Path);
}

/// <summary>A name is gone.</summary>
internal sealed record Deleted(TrackedFile File, byte[] Content) : Change(File)
{
    public override void Undo() => System.IO.File.WriteAllBytes(File.Path, Content);
}

/// <summary>A file has another name, under which there may have been another one.</summary>
internal sealed record Moved(TrackedFile File, string From, TrackedFile? Replaced, byte[]? Content) : Change(File)
{
    public override void Undo()
    {
        System.IO.File.Move(File.Path, From);
        File.Path = From;
        if (Replaced != null)
            System.IO.File.WriteAllBytes(Replaced.Path, Content!);
    }
}

/// <summary>A write, or a truncation when nothing is written.</summary>
/// <param name="File">Of this file.</param>
/// <param name="Offset">Where it begins.</param>
/// <param name="Before">What was there, as far as the file reached.</param>
/// <param name="LengthBefore">The length of the file.</param>
/// <param name="After">What was written.</param>
internal sealed record ContentChanged(TrackedFile File, long Offset, byte[] Before, long LengthBefore, byte[] After) : Change(File)
{
    private const int Sector = 512;

    public override void Undo()
    {
        using var handle = Open();
        RandomAccess.Write(handle, Before, Offset);
        RandomAccess.SetLength(handle, LengthBefore);
    }

    /// <summary>Does again what chance lets survive of the write.</summary>
    public void Survive(Random chance)
    {
        if (!System.IO.File.Exists(File.Path))
            return;
        using var handle = Open();
        for (long from = 0; from < After.Length;)
        {
            // Sectors are those of the disk, not of the write.
            var to = Math.Min(After.Length, (((Offset + from) / Sector) + 1) * Sector - Offset);
            if (chance.Next(2) == 0)
                RandomAccess.Write(handle, After.AsSpan((int)from, (int)(to - from)), Offset + from);
            from = to;
        }
    }

    private Microsoft.Win32.SafeHandles.SafeFileHandle Open() =>
        System.IO.File.OpenHandle(File.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
}
