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
package org.ssamba.settings;

import com.oracle.labs.mlrg.olcut.config.PropertyException;

/**
 * A setting that cannot be used, in one sentence that begins with its name. OLCUT's own exception
 * prints a component and a property even where they are empty, and a cause twice.
 */
public final class SettingException extends PropertyException {
    private static final long serialVersionUID = 1;

    private final String sentence;

    /**
     * Names the setting.
     *
     * @param setting the name of the field.
     * @param problem what is wrong with it, such as "must be at least 1, not 0".
     */
    public SettingException(String setting, String problem) {
        super("", setting, problem);
        this.sentence = setting + ": " + problem;
    }

    /**
     * Names the setting that led to another exception.
     *
     * @param cause what it led to.
     * @param setting the name of the field.
     * @param problem what is wrong with it.
     */
    public SettingException(Throwable cause, String setting, String problem) {
        super(cause, "", setting, problem);
        this.sentence = setting + ": " + problem;
    }

    /**
     * Says what another exception says, whose message names the settings.
     *
     * @param cause what is wrong.
     */
    public SettingException(IllegalArgumentException cause) {
        super(cause, "", "", cause.getMessage());
        this.sentence = cause.getMessage();
    }

    @Override
    public String getMessage() {
        return sentence;
    }

    @Override
    public String getMsg() {
        return sentence;
    }

    @Override
    public String toString() {
        return getClass().getName() + ": " + sentence;
    }
}
