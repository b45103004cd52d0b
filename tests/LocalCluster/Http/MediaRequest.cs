using Pdp.LocalCluster.Api;

namespace Pdp.LocalCluster.Http;

/// <summary>The form a client wants its answer in.</summary>
internal sealed record MediaRequest(MediaForm Form, string Version = "v1", bool IsYaml = false)
{
    public static MediaRequest Json { get; } = new(MediaForm.Object);

    /// <summary>The first form of an <c>Accept</c> header that can be served.</summary>
    /// <exception cref="ApiException">None can.</exception>
    public static MediaRequest Parse(string accept)
    {
        if (accept.Length == 0)
            return Json;
        foreach (var item in accept.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (One(item.Split(';', StringSplitOptions.TrimEntries)) is { } media)
                return media;
        }
        throw ApiErrors.NotAcceptable("application/json, application/yaml");
    }

    private static MediaRequest? One(string[] parts)
    {
        var parameters = parts.Skip(1).Select(p => p.Split('=', 2)).Where(p => p.Length == 2)
            .ToDictionary(p => p[0], p => p[1], StringComparer.OrdinalIgnoreCase);
        if (parts[0] is "application/yaml" && !parameters.ContainsKey("as"))
            return new MediaRequest(MediaForm.Object, IsYaml: true);
        if (parts[0] is not ("application/json" or "*/*" or "application/*"))
            return null;
        if (!parameters.TryGetValue("as", out var form))
            return Json;
        var version = parameters.GetValueOrDefault("v", "v1");
        return parameters.GetValueOrDefault("g") != "meta.k8s.io" || version is not ("v1" or "v1beta1") ? null : form switch
        {
            "Table" => new MediaRequest(MediaForm.Table, version),
            "PartialObjectMetadata" or "PartialObjectMetadataList" => new MediaRequest(MediaForm.Metadata, version),
            _ => null,
        };
    }
}

internal enum MediaForm
{
    /// <summary>The object as it is.</summary>
    Object,

    /// <summary>Rows and columns, as <c>kubectl get</c> prints them.</summary>
    Table,

    /// <summary>Its metadata alone.</summary>
    Metadata,
}
