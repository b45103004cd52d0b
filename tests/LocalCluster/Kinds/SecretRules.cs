using System.Text;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Validation;

namespace Pdp.LocalCluster.Kinds;

/// <summary><c>stringData</c> becomes data; the well-known types need their keys; immutable ones keep their content.</summary>
internal sealed class SecretRules : KindRules
{
    private const int MaxBytes = 1024 * 1024;

    public override void Default(JsonObject obj)
    {
        if (obj.Object("stringData") is not { } texts)
            return;
        if (obj["data"] is not JsonObject data)
            obj["data"] = data = [];
        foreach (var (key, value) in texts)
            data[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(value.Text() ?? ""));
        obj.Remove("stringData");
    }

    public override void ValidateUpdate(JsonObject obj, JsonObject old, ErrorList errors) => Immutability.Check(obj, old, errors, "data");

    public override void ValidateLast(JsonObject obj, ErrorList errors)
    {
        var data = obj.Object("data");
        if (DataSize.Of(data) / 4 * 3 > MaxBytes)
            errors.TooLong("data", MaxBytes);
        foreach (var key in Needed(obj.Text("type")))
        {
            if (data?.ContainsKey(key) != true)
                errors.Required($"data[{key}]");
        }
    }

    private static IReadOnlyList<string> Needed(string? type) => type switch
    {
        "kubernetes.io/tls" => ["tls.crt", "tls.key"],
        "kubernetes.io/dockerconfigjson" => [".dockerconfigjson"],
        "kubernetes.io/dockercfg" => [".dockercfg"],
        "kubernetes.io/ssh-auth" => ["ssh-privatekey"],
        _ => [],
    };
}
