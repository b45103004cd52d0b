using System.Text.Json.Serialization;
using Pdp.Protocol;

namespace Pdp.Core.Rollout;

/// <summary>How stored revisions are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 2 * ProtocolLimits.Depth)]
[JsonSerializable(typeof(StoredRevision))]
internal sealed partial class RevisionJson : JsonSerializerContext;
