using System.Globalization;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Registry;
using Pdp.LocalCluster.Resources;
using Pdp.LocalCluster.Security;
using Pdp.LocalCluster.Storage;

namespace Pdp.LocalCluster.Http;

/// <summary>One request for a resource, as its handler needs it.</summary>
internal sealed class ApiRequest(HttpContext http, RequestTarget target, ResourceDefinition resource, ClusterUser user)
{
    private const int MaxManager = 128;

    public HttpContext Http { get; } = http;

    public RequestTarget Target { get; } = target;

    public ResourceDefinition Resource { get; } = resource;

    public ClusterUser User { get; } = user;

    /// <summary>What the client is to be warned of, in a header.</summary>
    public List<string> Warnings { get; } = [];

    public MediaRequest Media { get; } = MediaRequest.Parse(http.Request.Headers.Accept.ToString());

    public CancellationToken Aborted => Http.RequestAborted;

    public ObjectKey Key => new(Target.Namespace ?? "", Target.Name ?? "");

    /// <summary>The namespace to look in; null for all.</summary>
    public string? Scope => Resource.Namespaced ? Target.Namespace : "";

    public string? Query(string name) => Http.Request.Query.TryGetValue(name, out var values) && values.Count > 0 ? values[^1] : null;

    public bool Flag(string name) => Query(name) is { } value && value is "" or "1" or "true" or "True" or "TRUE" or "t";

    /// <exception cref="ApiException">Not a number.</exception>
    public long? Number(string name)
    {
        if (Query(name) is not { Length: > 0 } text)
            return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw ApiErrors.BadRequest($"strconv.ParseInt: parsing \"{text}\": invalid syntax (parameter {name})");
    }

    /// <summary>The options of a write; <paramref name="kind"/> names them in errors (<c>CreateOptions</c>).</summary>
    public WriteOptions WriteOptions(string kind) => new(Manager(kind))
    {
        DryRun = DryRun(kind),
        Validation = Validation(kind),
        Warnings = Warnings,
    };

    /// <exception cref="ApiException">A value other than <c>All</c>.</exception>
    public bool DryRun(string kind)
    {
        var values = Http.Request.Query["dryRun"];
        foreach (var value in values)
        {
            if (value != "All")
                throw Unsupported(kind, "dryRun", $"[\"{value}\"]", "\"All\"");
        }
        return values.Count > 0;
    }

    /// <summary>The manager a client names, or else the first word of its user agent.</summary>
    private string Manager(string kind)
    {
        if (Query("fieldManager") is not { Length: > 0 } manager)
            return UserAgent();
        if (manager.Length > MaxManager)
            throw Refused(kind, new StatusCause("FieldValueTooLong", $"Too long: may not be more than {MaxManager} bytes", "fieldManager"));
        return manager;
    }

    private string UserAgent()
    {
        var agent = Http.Request.Headers.UserAgent.ToString();
        var slash = agent.IndexOf('/', StringComparison.Ordinal);
        var word = slash < 0 ? agent : agent[..slash];
        return word.Length is 0 ? "unknown" : word.Length > MaxManager ? word[..MaxManager] : word;
    }

    private FieldValidation Validation(string kind) => Query("fieldValidation") switch
    {
        null or "" or "Warn" => FieldValidation.Warn,
        "Ignore" => FieldValidation.Ignore,
        "Strict" => FieldValidation.Strict,
        var other => throw Unsupported(kind, "fieldValidation", $"\"{other}\"", "\"\", \"Ignore\", \"Strict\", \"Warn\""),
    };

    private static ApiException Unsupported(string kind, string field, string value, string supported) =>
        Refused(kind, new StatusCause("FieldValueNotSupported", $"Unsupported value: {value}: supported values: {supported}", field));

    private static ApiException Refused(string kind, StatusCause cause) => ApiErrors.Invalid($"{kind}.meta.k8s.io", "", [cause]);
}
