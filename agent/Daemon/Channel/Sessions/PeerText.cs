namespace Pdp.Daemon.Channel.Sessions;

/// <summary>Names the peer chose, made fit for a log line.</summary>
internal static class PeerText
{
    private const int MostChars = 64;

    /// <summary>Letters, digits and <c>-_.:</c>, at most 64 of them; a question mark for everything else.</summary>
    public static string Printable(string text) =>
        string.Concat(text.Take(MostChars).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':' ? c : '?'));
}
