namespace Windrow.Testing.Faults;

/// <summary>Something done to a file that the disk does not have for certain yet.</summary>
internal abstract record Change(TrackedFile File)
{
    public abstract void Undo();
}
