using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Validation;

namespace Pdp.LocalCluster.Kinds;

/// <summary>An Ingress leads somewhere, and its paths are absolute.</summary>
internal sealed class IngressRules : KindRules
{
    public override void ValidateLast(JsonObject obj, ErrorList errors)
    {
        if (obj.At("spec", "defaultBackend") is null && obj.Array("spec", "rules") is null)
            errors.Invalid("spec", obj.At("spec"), "either `defaultBackend` or `rules` must be specified");
        var rule = 0;
        foreach (var given in obj.Items("spec", "rules"))
        {
            var path = 0;
            foreach (var entry in given.Items("http", "paths"))
            {
                if (entry.Text("pathType") is "Exact" or "Prefix" && entry.Text("path")?.StartsWith('/') != true)
                    errors.Invalid($"spec.rules[{rule}].http.paths[{path}].path", entry.At("path"), "must be an absolute path");
                path++;
            }
            rule++;
        }
    }
}
