using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Validation;

/// <summary>Everything that is wrong with an object, in the API's own words.</summary>
internal sealed class ErrorList
{
    private readonly List<StatusCause> _causes = [];

    public int Count => _causes.Count;

    public IReadOnlyList<StatusCause> Causes => _causes;

    public void Required(string field, string detail = "") => Add("FieldValueRequired", field, Detail("Required value", detail));

    public void Invalid(string field, JsonNode? value, string detail) =>
        Add("FieldValueInvalid", field, Detail($"Invalid value: {JsonText.Compact(value)}", detail));

    public void NotSupported(string field, JsonNode? value, IEnumerable<string> supported)
    {
        var list = string.Join(", ", supported.Order(StringComparer.Ordinal).Select(s => $"\"{s}\""));
        Add("FieldValueNotSupported", field, $"Unsupported value: {JsonText.Compact(value)}: supported values: {list}");
    }

    public void Forbidden(string field, string detail) => Add("FieldValueForbidden", field, Detail("Forbidden", detail));

    public void NotFound(string field, JsonNode? value) => Add("FieldValueNotFound", field, $"Not found: {JsonText.Compact(value)}");

    public void Duplicate(string field, JsonNode? value) =>
        Add("FieldValueDuplicate", field, $"Duplicate value: {JsonText.Compact(value)}");

    public void TooLong(string field, int max) => Add("FieldValueTooLong", field, $"Too long: may not be more than {max} bytes");

    public void TooMany(string field, int count, int max) =>
        Add("FieldValueTooMany", field, $"Too many: {count}: must have at most {max} items");

    public void TypeInvalid(string field, JsonNode? value, string detail) =>
        Add("FieldValueTypeInvalid", field, Detail($"Invalid value: {JsonText.Compact(value)}", detail));

    /// <summary>Throws where there is an error.</summary>
    public void ThrowIfAny(string qualifiedKind, string name)
    {
        if (_causes.Count > 0)
            throw ApiErrors.Invalid(qualifiedKind, name, _causes);
    }

    private void Add(string reason, string field, string message) => _causes.Add(new StatusCause(reason, message, field));

    private static string Detail(string what, string detail) => detail.Length == 0 ? what : $"{what}: {detail}";
}
