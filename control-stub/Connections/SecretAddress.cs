using System.Text.RegularExpressions;

namespace Pdp.ControlStub.Connections;

/// <summary>Whether a variable that is a secret is likely to hold an address, by its name.</summary>
internal static partial class SecretAddress
{
    /// <summary>Tells it.</summary>
    public static bool IsLikely(string variable) => Name().IsMatch(variable);

    [GeneratedRegex(@"(\A|_)(URL|URI|DSN|HOST|HOSTNAME|SERVER|ADDR|ADDRESS|ENDPOINT|CONNECTION|CONNECTION_STRING)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();
}
