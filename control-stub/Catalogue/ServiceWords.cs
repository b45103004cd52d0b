namespace Pdp.ControlStub.Catalogue;

/// <summary>The words a service is found by. A search finds words that begin with what is looked for.</summary>
internal static class ServiceWords
{
    /// <summary>Of its name, component, endpoint and project.</summary>
    public const string OfName = "n";

    /// <summary>Of its labels.</summary>
    public const string OfLabels = "l";

    /// <summary>Of its schema.</summary>
    public const string OfContent = "c";

    /// <summary>Most words kept of a schema; what comes behind is not found.</summary>
    private const int MostOfContent = 2000;

    private const int Longest = 64;

    /// <summary>Every word with the field it stands in.</summary>
    public static IEnumerable<(string Field, string Word)> Of(ServiceRecord service)
    {
        var names = Split($"{service.Component} {service.Endpoint} {service.Project}").Concat([Whole(service.Component), Whole(service.Endpoint)]).Distinct();
        var labels = service.Labels.SelectMany(l => Split($"{l.Key} {l.Value}").Concat([Whole(l.Key), Whole(l.Value)])).Where(w => w.Length > 0).Distinct();
        var content = Split(service.Schema?.Content ?? "").Distinct().Take(MostOfContent);
        return names.Select(w => (OfName, w)).Concat(labels.Select(w => (OfLabels, w))).Concat(content.Select(w => (OfContent, w)));
    }

    /// <summary>The words of a text: letters and digits in a row, lower case.</summary>
    public static IEnumerable<string> Split(string text)
    {
        var begin = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsLetterOrDigit(text[i]))
                begin = begin < 0 ? i : begin;
            else if (begin >= 0)
            {
                yield return Whole(text[begin..i]);
                begin = -1;
            }
        }
    }

    private static string Whole(string text) => (text.Length > Longest ? text[..Longest] : text).ToLowerInvariant();
}
