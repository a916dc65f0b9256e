/*
 * Copyright 2026 The tribuo-ssamba authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package org.ssamba.modelcard;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What a model card says and nobody but its author knows. Each method gives a copy with one thing
 * changed; what is not said stays empty.
 *
 * @param intendedUse what the model is for
 * @param intendedUsers whom it is for
 * @param outOfScopeUses what it is not for
 * @param preProcessingSteps what is done to data before the model sees it
 * @param considerations ethical and other considerations
 * @param factors what its quality may depend on, such as instruments or environments
 * @param resources where to read more
 * @param primaryContact whom to ask
 * @param modelCitation how to cite it
 * @param modelLicense its licence
 */
public record UsageDetails(
        String intendedUse,
        String intendedUsers,
        List<String> outOfScopeUses,
        List<String> preProcessingSteps,
        List<String> considerations,
        List<String> factors,
        List<String> resources,
        String primaryContact,
        String modelCitation,
        String modelLicense) {
    /** Nothing said. */
    public static final UsageDetails EMPTY =
            new UsageDetails(
                    "", "", List.of(), List.of(), List.of(), List.of(), List.of(), "", "", "");

    /**
     * @throws NullPointerException if anything is null
     */
    public UsageDetails {
        Objects.requireNonNull(intendedUse, "intendedUse");
        Objects.requireNonNull(intendedUsers, "intendedUsers");
        outOfScopeUses = List.copyOf(outOfScopeUses);
        preProcessingSteps = List.copyOf(preProcessingSteps);
        considerations = List.copyOf(considerations);
        factors = List.copyOf(factors);
        resources = List.copyOf(resources);
        Objects.requireNonNull(primaryContact, "primaryContact");
        Objects.requireNonNull(modelCitation, "modelCitation");
        Objects.requireNonNull(modelLicense, "modelLicense");
    }

    /** A copy that says what the model is for. */
    public UsageDetails intendedUse(String value) {
        return with(draft -> draft.intendedUse = value);
    }

    /** A copy that says whom it is for. */
    public UsageDetails intendedUsers(String value) {
        return with(draft -> draft.intendedUsers = value);
    }

    /** A copy that says what it is not for. */
    public UsageDetails outOfScopeUses(String... values) {
        return with(draft -> draft.outOfScopeUses = List.of(values));
    }

    /** A copy that says what is done to data before the model sees it. */
    public UsageDetails preProcessingSteps(String... values) {
        return with(draft -> draft.preProcessingSteps = List.of(values));
    }

    /** A copy with these ethical and other considerations. */
    public UsageDetails considerations(String... values) {
        return with(draft -> draft.considerations = List.of(values));
    }

    /** A copy that says what its quality may depend on, such as instruments or environments. */
    public UsageDetails factors(String... values) {
        return with(draft -> draft.factors = List.of(values));
    }

    /** A copy that says where to read more. */
    public UsageDetails resources(String... values) {
        return with(draft -> draft.resources = List.of(values));
    }

    /** A copy that says whom to ask. */
    public UsageDetails primaryContact(String value) {
        return with(draft -> draft.primaryContact = value);
    }

    /** A copy that says how to cite it. */
    public UsageDetails modelCitation(String value) {
        return with(draft -> draft.modelCitation = value);
    }

    /** A copy that says which licence the model has. */
    public UsageDetails modelLicense(String value) {
        return with(draft -> draft.modelLicense = value);
    }

    private UsageDetails with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new UsageDetails(
                draft.intendedUse,
                draft.intendedUsers,
                draft.outOfScopeUses,
                draft.preProcessingSteps,
                draft.considerations,
                draft.factors,
                draft.resources,
                draft.primaryContact,
                draft.modelCitation,
                draft.modelLicense);
    }

    /** Details that may be changed. */
    private static final class Draft {
        private String intendedUse;
        private String intendedUsers;
        private List<String> outOfScopeUses;
        private List<String> preProcessingSteps;
        private List<String> considerations;
        private List<String> factors;
        private List<String> resources;
        private String primaryContact;
        private String modelCitation;
        private String modelLicense;

        Draft(UsageDetails from) {
            intendedUse = from.intendedUse;
            intendedUsers = from.intendedUsers;
            outOfScopeUses = from.outOfScopeUses;
            preProcessingSteps = from.preProcessingSteps;
            considerations = from.considerations;
            factors = from.factors;
            resources = from.resources;
            primaryContact = from.primaryContact;
            modelCitation = from.modelCitation;
            modelLicense = from.modelLicense;
        }
    }

    JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("schema-version", ModelCard.SCHEMA_VERSION);
        json.addProperty("intended-use", intendedUse);
        json.addProperty("intended-users", intendedUsers);
        json.add("out-of-scope-uses", array(outOfScopeUses));
        json.add("pre-processing-steps", array(preProcessingSteps));
        json.add("considerations-list", array(considerations));
        json.add("relevant-factors-list", array(factors));
        json.add("resources-list", array(resources));
        json.addProperty("primary-contact", primaryContact);
        json.addProperty("model-citation", modelCitation);
        json.addProperty("model-license", modelLicense);
        return json;
    }

    static JsonArray array(List<String> strings) {
        JsonArray array = new JsonArray();
        strings.forEach(array::add);
        return array;
    }
}
