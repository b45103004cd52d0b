using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Validation;

namespace Pdp.LocalCluster.Kinds;

/// <summary>An immutable ConfigMap keeps its content, and stays immutable.</summary>
internal sealed class ConfigMapRules : KindRules
{
    private const int MaxBytes = 1024 * 1024;

    public override void ValidateUpdate(JsonObject obj, JsonObject old, ErrorList errors) =>
        Immutability.Check(obj, old, errors, "data", "binaryData");

    public override void Validate(JsonObject obj, ErrorList errors)
    {
        var size = DataSize.Of(obj.Object("data")) + DataSize.Of(obj.Object("binaryData"));
        if (size > MaxBytes)
            errors.TooLong("", MaxBytes);
    }
}
