namespace Pdp.Ordering;

/// <summary>About how long the tests of a class, or of a collection's definition, take on two cores; only their order by it matters.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class LastsAttribute(int seconds) : Attribute
{
    public int Seconds { get; } = seconds;
}
