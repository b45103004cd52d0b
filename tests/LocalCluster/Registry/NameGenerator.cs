namespace Pdp.LocalCluster.Registry;

/// <summary>Names made of <c>generateName</c>: five letters and digits that spell no words.</summary>
internal static class NameGenerator
{
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";
    private const int MaxBase = 58;

    public static string Generate(string prefix) =>
        (prefix.Length > MaxBase ? prefix[..MaxBase] : prefix) + Random.Shared.GetString(Alphabet, 5);
}
