using System.Text;

namespace Pdp.Daemon.Tests.Secrets.Stage;

/// <summary>A value that must not be seen, and every dress it could be seen in.</summary>
internal sealed class Canary
{
    private readonly string[] _forms;

    public Canary(string name)
    {
        Value = $"{name}<\u00e4>{Guid.NewGuid():N}";
        var bytes = Encoding.UTF8.GetBytes(Value);
        var core = Value[(Value.IndexOf('>', StringComparison.Ordinal) + 1)..];
        _forms =
        [
            // The part without special characters is the same however text is escaped.
            core,
            new string([.. core.Reverse()]),
            Convert.ToHexString(Encoding.UTF8.GetBytes(core)),
            // Inside something longer, base64 depends on where it begins; the middle of each is always the same.
            .. Enumerable.Range(0, 3).Select(shift => Convert.ToBase64String([.. new byte[shift], .. bytes])[8..^6]),
        ];
    }

    public string Value { get; }

    /// <summary>Whether a text shows it.</summary>
    public bool IsIn(string text)
    {
        // JSON may escape the plus signs of base64.
        var plain = text.Replace("\\u002B", "+", StringComparison.Ordinal);
        return _forms.Any(form => plain.Contains(form, StringComparison.OrdinalIgnoreCase));
    }
}
