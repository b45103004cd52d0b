namespace Pdp.LogStore.Tailing;

/// <summary>What a reader of a tail gets.</summary>
public abstract record TailItem
{
    private TailItem()
    {
    }

    /// <summary>An entry, as it was stored.</summary>
    public sealed record Line(StoredEntry Entry) : TailItem;

    /// <summary>The reader was skipped ahead.</summary>
    /// <param name="Missed">How many entries it did not get; null when they cannot be counted any more.</param>
    public sealed record Gap(long? Missed) : TailItem;
}
