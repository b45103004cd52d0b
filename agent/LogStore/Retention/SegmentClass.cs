namespace Pdp.LogStore.Retention;

/// <summary>Which lines go together into segments: those of a retention class, and apart from them those of pods beyond their share.</summary>
/// <param name="Retention">The class.</param>
/// <param name="Overflow">Whether it is for what pods write beyond their share.</param>
internal sealed record SegmentClass(RetentionClass Retention, bool Overflow)
{
    /// <summary>The directory's name.</summary>
    public string Name => Overflow ? $"{Retention.Name}.overflow" : Retention.Name;

    /// <summary>Lower goes first when room is needed.</summary>
    public (int, int) Order => (Overflow ? 0 : 1, Retention.Priority);
}
