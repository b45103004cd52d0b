using System.Text.Json.Nodes;
using Pdp.LocalCluster.CustomResources;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Resources;
using Pdp.LocalCluster.Validation;

namespace Pdp.LocalCluster.Registry;

/// <summary>Everything an object is held to before it is stored, all errors at once.</summary>
internal static class ObjectValidator
{
    public static void Create(ResourceDefinition resource, JsonObject obj)
    {
        var errors = new ErrorList();
        MetadataRules.Validate(resource, obj, errors);
        Content(resource, obj, errors);
        errors.ThrowIfAny(resource.QualifiedKind, obj.Text("metadata", "name") ?? "");
    }

    public static void Update(ResourceDefinition resource, JsonObject obj, JsonObject old, string subresource)
    {
        var errors = new ErrorList();
        // The API server looks at metadata before and within each kind's own rules, and clients see both answers.
        MetadataRules.ValidateUpdate(obj, old, errors);
        MetadataRules.ValidateUpdate(obj, old, errors);
        MetadataRules.Validate(resource, obj, errors);
        if (resource.Custom is { } custom)
        {
            StructuralValidator.Validate(custom.Schema, obj, errors);
        }
        else if (subresource is "" or "scale")
        {
            resource.Rules.ValidateUpdate(obj, old, errors);
            var validator = new SchemaValidator(errors);
            validator.ValidateImmutable(resource.Type, obj, old, "");
            Content(resource, obj, errors);
            if (resource.Type.Field("spec") is { } spec)
                validator.ValidateImmutable(spec.Type, obj.Object("spec"), old.Object("spec"), "spec");
            resource.Rules.ValidateUpdateLast(obj, old, errors);
        }
        errors.ThrowIfAny(resource.QualifiedKind, old.Text("metadata", "name") ?? "");
    }

    private static void Content(ResourceDefinition resource, JsonObject obj, ErrorList errors)
    {
        if (resource.Custom is { } custom)
        {
            StructuralValidator.Validate(custom.Schema, obj, errors);
            return;
        }
        resource.Rules.Validate(obj, errors);
        new SchemaValidator(errors).Validate(resource.Type, obj, "");
        resource.Rules.ValidateLast(obj, errors);
    }
}
