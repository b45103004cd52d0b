using System.Text;
using System.Text.Unicode;

namespace Pdp.ControlStub.Documents;

/// <summary>Reads bodies that somebody else wrote.</summary>
internal static class DocumentText
{
    /// <summary>Reads a body; never throws for what it holds.</summary>
    public static DocumentBatch Read(ReadOnlyMemory<byte> body, DocumentFormat format)
    {
        if (!Utf8.IsValid(body.Span))
            return Nothing(new Finding(FindingRules.Syntax, "", "must be UTF-8 text"));
        return format == DocumentFormat.Json ? JsonText.Read(body) : new YamlText().Read(Encoding.UTF8.GetString(body.Span).TrimStart('\uFEFF'));
    }

    internal static DocumentBatch Nothing(Finding finding) => new([], [finding]);
}
