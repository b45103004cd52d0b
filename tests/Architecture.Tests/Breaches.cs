namespace Pdp.Architecture.Tests;

/// <summary>Prints every breach in full; xunit's own message shows the first few, cut short.</summary>
internal static class Breaches
{
    public static void AssertNone(IEnumerable<string> breaches)
    {
        var all = breaches.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        Assert.True(all.Count == 0, $"{all.Count} breaches:\n{string.Join('\n', all)}");
    }
}
