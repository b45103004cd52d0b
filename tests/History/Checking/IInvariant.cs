namespace Pdp.History.Checking;

/// <summary>Something that must be true of every history, whatever broke.</summary>
public interface IInvariant
{
    /// <summary>The rule in a few words: <c>no older generation after a newer one</c>.</summary>
    string Name { get; }

    /// <summary>Every place where it does not hold.</summary>
    IEnumerable<Violation> Check(PlaneHistory history);
}
