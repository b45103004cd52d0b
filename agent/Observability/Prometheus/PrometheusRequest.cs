using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Pdp.Observability.Access;

namespace Pdp.Observability.Prometheus;

/// <summary>The parameters of a question to Prometheus' API, from its address and, when posted, its form. What is not known is left out.</summary>
internal sealed class PrometheusRequest
{
    private const int MaxFormBytes = 64 * 1024;
    private const int MaxParameters = 200;

    private readonly Dictionary<string, List<string>> _values = new(StringComparer.Ordinal);

    /// <summary>Reads them.</summary>
    /// <exception cref="PrometheusException">There are too many.</exception>
    public static async Task<PrometheusRequest> ReadAsync(HttpContext context)
    {
        var request = new PrometheusRequest();
        foreach (var (name, values) in context.Request.Query) request.Add(name, values.OfType<string>());
        if (!HttpMethods.IsPost(context.Request.Method)) return request;
        foreach (var (name, values) in await FormAsync(context)) request.Add(name, values.OfType<string>());
        return request;
    }

    /// <summary>A parameter's first value, as in Prometheus; null when it is not there or empty.</summary>
    public string? this[string name] => _values.TryGetValue(name, out var values) && values[0].Length > 0 ? values[0] : null;

    /// <summary>All its values.</summary>
    public IReadOnlyList<string> All(string name) => _values.TryGetValue(name, out var values) ? values : [];

    /// <summary>The part of the plane that is asked for.</summary>
    public PlaneScope Scope => new(this["organization"], this["project"], this["environment"], this["component"]);

    private void Add(string name, IEnumerable<string> values)
    {
        foreach (var value in values)
        {
            if (!_values.TryGetValue(name, out var known)) _values.Add(name, known = []);
            known.Add(value);
        }
        if (_values.Values.Sum(known => known.Count) > MaxParameters) throw PrometheusException.BadData($"There may be at most {MaxParameters} parameters.");
    }

    private static async Task<Dictionary<string, Microsoft.Extensions.Primitives.StringValues>> FormAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType || context.Request.ContentType!.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase)) return [];
        try
        {
            var reader = new FormPipeReader(context.Request.BodyReader, Encoding.UTF8)
            {
                ValueCountLimit = MaxParameters,
                KeyLengthLimit = 256,
                ValueLengthLimit = MaxFormBytes,
            };
            return await reader.ReadFormAsync(context.RequestAborted);
        }
        catch (InvalidDataException)
        {
            throw PrometheusException.BadData($"The form must have at most {MaxParameters} parameters, each at most {MaxFormBytes} characters long.");
        }
    }
}
