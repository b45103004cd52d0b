using System.Text.RegularExpressions;

namespace Pdp.ControlStub.Operators;

/// <summary>What users may be called; mail addresses are fine.</summary>
internal static partial class UserName
{
    /// <summary>The user that is there from the start.</summary>
    public const string First = "admin";

    /// <summary>The rule, for error messages.</summary>
    public const string Rule = "must be 1..63 of a-z, 0-9, '.', '_', '@' and '-', beginning and ending with a letter or digit";

    /// <summary>Whether a text holds to it.</summary>
    public static bool Is(string text) => Allowed().IsMatch(text);

    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9._@-]{0,61}[a-z0-9])?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Allowed();
}
