namespace Pdp.Core.Policy;

/// <summary>Names of members for messages: a name can be anything, and a message is read in terminals and browsers.</summary>
internal static class PlainName
{
    private const int Longest = 100;

    /// <summary>The name, if it is an ordinary one.</summary>
    public static string Of(string name) =>
        name.Length is > 0 and <= Longest && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/')
            ? name
            : "(a member with an odd name)";
}
